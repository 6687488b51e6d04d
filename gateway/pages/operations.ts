import { buildSchema, parse, validate } from 'graphql';
import { readProjectFile } from '../../schema/files.js';
import * as indicator from '../dashboard/indicator/operations.js';
import * as map from '../dashboard/map/operations.js';
import * as scoreboard from '../dashboard/scoreboard/operations.js';
import * as sources from '../dashboard/sources/operations.js';
import { INTROSPECTION } from '../explorer/operations.js';
import { SHELF } from '../explorer/shelf/index.js';
import { textOf } from './browser/graphql.js';

/**
 * The texts of all operations that the pages send, the explorer's worked questions among them. Any client can send them:
 * there is no other door for the pages.
 */
export function pageOperations(): readonly string[] {
  const dashboard = [scoreboard, indicator, map, sources]
    .flatMap((operations) => Object.values(operations))
    .map(textOf);
  const worked = SHELF.map(({ name }) => readProjectFile('gateway', 'explorer', 'shelf', `${name}.graphql`));
  return [...dashboard, INTROSPECTION, ...worked];
}

/** Checks the pages' operations against the schema that clients see. Throws one Error with every fault. */
export function checkOperations(): void {
  const schema = buildSchema(readProjectFile('schema', 'api.graphql'), { assumeValidSDL: true });
  const faults = pageOperations().flatMap((text) =>
    validate(schema, parse(text)).map(({ message }) => `${message} In: ${text.trim().split('\n', 1)[0]}`),
  );
  if (faults.length > 0) throw new Error(`Operations that the schema does not have:\n${faults.join('\n')}`);
}
