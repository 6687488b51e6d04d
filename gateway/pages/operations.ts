import { buildSchema, parse, validate } from 'graphql';
import { readProjectFile } from '../../schema/files.js';
import * as indicator from '../dashboard/indicator/operations.js';
import * as map from '../dashboard/map/operations.js';
import * as scoreboard from '../dashboard/scoreboard/operations.js';
import * as sources from '../dashboard/sources/operations.js';
import { textOf } from './browser/graphql.js';

/** The texts of all operations that the pages send. Any client can send them: there is no other door for the pages. */
export function pageOperations(): readonly string[] {
  return [scoreboard, indicator, map, sources].flatMap((operations) => Object.values(operations)).map(textOf);
}

/** Checks the pages' operations against the schema that clients see. Throws one Error with every fault. */
export function checkOperations(): void {
  const schema = buildSchema(readProjectFile('schema', 'api.graphql'), { assumeValidSDL: true });
  const faults = pageOperations().flatMap((text) =>
    validate(schema, parse(text)).map(({ message }) => `${message} In: ${text.trim().split('\n', 1)[0]}`),
  );
  if (faults.length > 0) throw new Error(`Operations that the schema does not have:\n${faults.join('\n')}`);
}
