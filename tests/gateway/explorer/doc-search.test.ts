import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { entriesOf, found } from '../../../gateway/explorer/side/doc-search.js';

const entries = entriesOf(
  buildSchema(`
    "Sở Y tế, quận Đống Đa"
    type Area { "Its name" name: String parentArea: Area }
    "What a figure counts"
    enum Level { CITY DISTRICT }
    input AreaFilter { level: Level }
    type Query { areas(filter: AreaFilter): [Area] }
  `),
);

const names = (words: string) =>
  found(entries, words).map(({ type, field }) => [type, field].filter(Boolean).join('.'));

describe('the search in the documentation', () => {
  test('knows types, fields, inputs and values, and nothing of introspection', () => {
    expect(names('district')).toEqual(['Level.DISTRICT']);
    expect(names('level')).toContain('AreaFilter.level');
    expect(names('__')).toEqual([]);
  });

  test('puts names that begin with the word first, then names that have it, then descriptions', () => {
    expect(names('area')).toEqual([
      'Area',
      'AreaFilter',
      'Query.areas',
      'Area.parentArea',
      'Area.name',
      'AreaFilter.level',
    ]);
  });

  test('wants all words, without regard to case and diacritics', () => {
    expect(names('dong DA')).toEqual(['Area']);
    expect(names('QUẬN')).toEqual(['Area']);
    expect(names('dong district')).toEqual([]);
  });

  test('finds nothing for no words', () => {
    expect(names('  ')).toEqual([]);
  });
});
