import { expect, test } from 'vitest';
import { Notes } from '../../schema/notes.js';

test('what is noted of an object is known of it alone, and of other notes nothing', () => {
  const [one, other] = [new Notes<object, string>(), new Notes<object, string>()];
  const [object, alike] = [{ a: 1 }, { a: 1 }];
  expect(one.note(object, 'first')).toBe('first');
  expect([one.of(object), one.of(alike), other.of(object)]).toEqual(['first', undefined, undefined]);
  expect([one.note(object, 'second'), one.of(object)]).toEqual(['second', 'second']);
});

test('a note is not seen by who writes, lists, compares or copies the object, nor carried along', () => {
  const notes = new Notes<object, string>();
  const object = { a: 1 };
  notes.note(object, 'noted');
  expect(JSON.stringify(object)).toBe('{"a":1}');
  expect(Object.keys(object)).toEqual(['a']);
  expect(object).toStrictEqual({ a: 1 });
  expect(notes.of({ ...object })).toBeUndefined();
});

test('of what cannot be changed nothing is known', () => {
  const notes = new Notes<object, string>();
  const sealed = Object.freeze([1]);
  expect([notes.note(sealed, 'noted'), notes.of(sealed)]).toEqual(['noted', undefined]);
});
