import { readdirSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { TableRefused } from '../../../gateway/csv/refusal.js';
import { shapeOf } from '../../../gateway/csv/shape.js';
import { SHELF } from '../../../gateway/explorer/shelf/index.js';
import { projectFile, readProjectFile } from '../../../schema/files.js';
import { shelfText } from './shelf-text.js';

const schema = buildSchema(readProjectFile('schema', 'api.graphql'));
const names = SHELF.map(({ name }) => name);

describe('the shelf of worked questions', () => {
  test('offers each file of its folder once, to Node and to the bundler alike', () => {
    const files = readdirSync(projectFile('gateway', 'explorer', 'shelf')).filter((file) => file.endsWith('.graphql'));
    expect(files.map((file) => file.replace('.graphql', '')).sort()).toEqual([...names].sort());
    const bundled = readProjectFile('gateway', 'explorer', 'shelf', 'texts.ts').matchAll(/from '\.\/(.+)\.graphql'/g);
    expect([...bundled].map(([, name]) => name).sort()).toEqual([...names].sort());
    expect(names.length).toBeGreaterThanOrEqual(14);
  });

  test('has an answer that is checked for each question', () => {
    const checks = readProjectFile('tests', 'gateway', 'explorer', 'answers.test.ts');
    expect(names.filter((name) => !new RegExp(`(rowsOf|send)\\('${name}'`).test(checks))).toEqual([]);
  });

  test('has titles and texts in Vietnamese and English, no title twice', () => {
    const texts = SHELF.flatMap(({ title, shows }) => [title, shows]);
    for (const { vi, en } of texts) {
      expect(vi).toMatch(/[ạảãàáâậầấẩẫăắằặẳẵêếềệểễôốồộổỗơớờợởỡưứừựửữđ]/);
      expect(vi, 'composed characters, as keyboards type them').toBe(vi.normalize('NFC'));
      expect(en).not.toMatch(/[đạảếềộ]/);
    }
    for (const { shows } of SHELF) expect([shows.vi, shows.en]).toEqual(Array(2).fill(expect.stringMatching(/\.$/)));
    for (const language of ['vi', 'en'] as const) {
      expect(new Set(SHELF.map(({ title }) => title[language])).size).toBe(SHELF.length);
    }
  });

  describe.each(SHELF)('$name', ({ name, variables }) => {
    const document = parse(shelfText(name));
    const operations = document.definitions.filter(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    );

    test('is one question of its name that fits the schema', () => {
      expect(operations.map((operation) => operation.name?.value)).toEqual([
        name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
      ]);
      expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
    });

    test('asks for each text in the language of the page', () => {
      expect(fieldsInOneLanguage(document)).toEqual([]);
    });

    test('comes with a value for each of its variables but the language, and with no other', () => {
      const declared = operations.flatMap(({ variableDefinitions = [] }) => variableDefinitions);
      const named = declared.map(({ variable }) => variable.name.value);
      expect([...Object.keys(variables), 'lang'].sort()).toEqual(named.sort());
    });

    test(name === 'two-geographies' ? 'is no table, and says so' : 'is a table', () => {
      const shape = () => shapeOf(schema, { document, variables });
      if (name === 'two-geographies') expect(shape).toThrow(TableRefused);
      else expect(shape().columns.length).toBeGreaterThan(3);
    });
  });

  test('asks for source, status and time of publication wherever figures are asked for', () => {
    for (const { name, variables } of SHELF) {
      const text = shelfText(name);
      if (!/observations\(|headline|\.\.\. ?Figure/.test(text) || /vintages/.test(text)) continue;
      if (name === 'two-geographies') continue;
      const columns = shapeOf(schema, { document: parse(text), variables }).columns.map((column) => column.name);
      for (const wanted of [/\.status$/, /\.system$/, /\.publishedAt$/]) {
        expect(columns, `${name}: ${wanted}`).toContainEqual(expect.stringMatching(wanted));
      }
    }
  });
});

/** The fields that have texts in two languages and are asked for without `$lang`. */
function fieldsInOneLanguage(document: DocumentNode): string[] {
  const info = new TypeInfo(schema);
  const found: string[] = [];
  const Field = ({ name, arguments: given = [] }: FieldNode) => {
    const hasLanguage = info.getFieldDef()?.args.some((argument) => argument.name === 'lang');
    const asked = given.find((argument) => argument.name.value === 'lang')?.value;
    if (hasLanguage && asked?.kind !== Kind.VARIABLE) found.push(name.value);
  };
  visit(document, visitWithTypeInfo(info, { Field }));
  return found;
}
