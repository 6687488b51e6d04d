import fc from 'fast-check';
import { type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { registeredOperations } from '../../../gateway/limits/registered.js';
import { Circular, shapeOf } from '../../../gateway/limits/shape.js';
import { shapeCheck } from '../../../gateway/limits/shape-check.js';

/** Fields and depth by writing every fragment out, as a simple reader would. */
function writtenOut(document: DocumentNode): { fields: number; depth: number; duplicates: number } {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const flat = (set: SelectionSetNode): { name: string; below: SelectionSetNode | undefined }[] =>
    set.selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [{ name: (node.alias ?? node.name).value, below: node.selectionSet }];
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      return fragment ? flat(fragment.selectionSet) : [];
    });
  const count = (set: SelectionSetNode | undefined): { fields: number; depth: number; duplicates: number } => {
    const own = set ? flat(set) : [];
    const below = own.map((field) => count(field.below));
    return {
      fields: own.length + below.reduce((sum, one) => sum + one.fields, 0),
      depth: own.length === 0 ? 0 : 1 + Math.max(...below.map(({ depth }) => depth)),
      duplicates:
        own.length - new Set(own.map(({ name }) => name)).size + below.reduce((sum, one) => sum + one.duplicates, 0),
    };
  };
  const [operation] = document.definitions;
  return count(operation && 'selectionSet' in operation ? operation.selectionSet : undefined);
}

/** A selection that may use the fragments after `from`, so that none contains itself. */
function selection(from: number, most: number): fc.Arbitrary<string> {
  const name = fc.constantFrom('a', 'b', 'c', 'x: a', 'y: b');
  const spreads = from < most ? [fc.integer({ min: from, max: most - 1 }).map((n) => `...F${n}`)] : [];
  const { set } = fc.letrec<{ set: string }>((tie) => ({
    set: fc
      .array(
        fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          name,
          ...spreads,
          fc.tuple(name, tie('set')).map(([field, below]) => `${field} ${below}`),
          tie('set').map((below) => `... on T ${below}`),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => `{ ${parts.join(' ')} }`),
  }));
  return set;
}

const FRAGMENTS = 4;
const documents = fc
  .tuple(selection(0, FRAGMENTS), ...[1, 2, 3, 4].map((from) => selection(from, FRAGMENTS)))
  .map(([query, ...fragments]) => {
    const all = fragments.map((set, n) => `fragment F${n} on T ${set}`).join(' ');
    // The first one is used in any case, and uses all others.
    return `${query} ${all.replace('{', `{ ${[1, 2, 3].map((n) => `...F${n}`).join(' ')} `)}`.replace('{', '{ ...F0 ');
  });

describe('the shape of a document', () => {
  test('is that of the document with every fragment written out', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const document = parse(text);
        const { fields, depth, duplicates } = shapeOf(document);
        expect({ fields, depth, duplicates }).toEqual(writtenOut(document));
      }),
    );
  });

  test('counts aliases and directives as they are written, on operations and fragments too', () => {
    const document = parse('query @a { x: a @b ...F @c ... @d { y: a } ...F } fragment F on T @e { z: a }');
    expect(shapeOf(document)).toMatchObject({ aliases: 3, directives: 5, definitions: 2, rootFields: 4 });
  });

  test('counts what no operation uses, for it is validated all the same', () => {
    expect(shapeOf(parse('{ a } fragment F on T { a { b { c } } }'))).toMatchObject({ fields: 4, depth: 3 });
  });

  test('has no end where a fragment contains itself, used or not', () => {
    for (const text of [
      '{ ...F } fragment F on T { a { ...F } }',
      '{ a } fragment F on T { ...G } fragment G on T { ...F }',
    ]) {
      expect(() => shapeOf(parse(text))).toThrow(Circular);
    }
  });
});

describe('the check of a text', () => {
  const many = `{ ${'a '.repeat(100)} }`;
  const check = shapeCheck({ introspection: false, registered: registeredOperations([many]) });

  test('lets pass what is no GraphQL, for its parser says what is wrong', () => {
    for (const text of ['{ a', '', '%', '"', '{ a(b: "\\q") }']) expect(check(text)).toBeNull();
  });

  test('names what was asked and what is allowed, in both languages', () => {
    const refused = check(`{ ${'a { '.repeat(30)} b ${'} '.repeat(30)} }`);
    expect(refused?.extensions).toMatchObject({ code: 'TOO_DEEP', asked: 31, allowed: 20 });
    expect(refused?.message).toContain('Asked: 31; allowed: 20.');
    expect(refused?.extensions.messageVi).toContain('Hỏi: 31; cho phép: 20.');
  });

  test('does not limit the shape of a registered operation, blanks and comments aside', () => {
    expect(check(`# as it is sent\n${many.replaceAll(' ', '\n')}`)).toBeNull();
    expect(check(`{ ${'a '.repeat(101)} }`)?.extensions.code).toBe('TOO_MANY_ROOT_FIELDS');
  });

  test('does not open the schema to a registered operation', () => {
    const schema = '{ __schema { types { name } } }';
    const closed = shapeCheck({ introspection: false, registered: registeredOperations([schema]) });
    expect(closed(schema)?.extensions.code).toBe('INTROSPECTION_OFF');
  });

  test('says the same the second time', () => {
    const wide = `{ ${'a '.repeat(30)} }`;
    expect([check('{ a }'), check('{ a }')]).toEqual([null, null]);
    expect([check(wide), check(wide)].map((refused) => refused?.extensions.code)).toEqual([
      'TOO_MANY_ROOT_FIELDS',
      'TOO_MANY_ROOT_FIELDS',
    ]);
  });

  test('counts beyond all numbers without writing anything out', () => {
    const doubling = Array.from({ length: 55 }, (_, n) => `fragment F${n} on T { ...F${n + 1} ...F${n + 1} }`).join(
      ' ',
    );
    const refused = check(`{ ...F0 } ${doubling} fragment F55 on T { a }`);
    expect(refused?.extensions.asked).toBe(Number.MAX_SAFE_INTEGER);
  });
});
