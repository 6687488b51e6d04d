import { buildSchema, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readProjectFile } from '../../schema/files.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { ProfileField } from '../../subgraphs/core/department.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';

const catalogue = readCatalogue();
const schema = buildSchema(readProjectFile('schema', 'api.graphql'));
const profiles = DEPARTMENTS_AT_WORK.flatMap(({ owner, profile }) => (profile ? [[owner, profile] as const] : []));

test('every department but the programme has a profile of an area', () => {
  expect(profiles.map(([owner]) => owner).sort()).toEqual(['education', 'health', 'labour', 'social-insurance']);
});

describe.each(profiles)('the profile of %s', (owner, profile) => {
  const fields = Object.values(profile.fields);
  const served = catalogue.ofOwner(owner);
  const shown = (code: string, part: ProfileField['part']) =>
    fields.some((field) => field.indicator === code && field.part === part);

  test('has a named field for every indicator that the department serves, and for the count of every rate', () => {
    expect(served.filter(({ code }) => !shown(code, 'value')).map(({ code }) => code)).toEqual([]);
    const rates = served.filter(({ kind }) => kind === 'RATE');
    expect(rates.filter(({ code }) => !shown(code, 'numerator')).map(({ code }) => code)).toEqual([]);
  });

  test('has what every rate is counted over, once where rates share it', () => {
    const over = (code: string) => catalogue.get(code)?.denominator?.en;
    const denominators = new Set(fields.flatMap((f) => (f.part === 'denominator' ? [over(f.indicator)] : [])));
    const rates = served.filter(({ kind }) => kind === 'RATE');
    expect(rates.filter(({ code }) => !denominators.has(over(code))).map(({ code }) => code)).toEqual([]);
  });

  test('fills exactly the fields that clients see, each from an indicator of its own and no two from the same number', () => {
    const type = schema.getType(profile.type);
    if (!isObjectType(type)) throw new Error(`${profile.type} is no type`);
    const declared = Object.keys(type.getFields()).filter((name) => name !== 'period');
    expect(Object.keys(profile.fields).sort()).toEqual(declared.sort());
    for (const { indicator } of fields) expect(catalogue.get(indicator)?.owner, indicator).toBe(owner);
    expect(new Set(fields.map(({ indicator, part }) => `${indicator} ${part}`)).size).toBe(fields.length);
  });

  test('names the unit of every field', () => {
    const type = schema.getType(profile.type);
    if (!isObjectType(type)) throw new Error(`${profile.type} is no type`);
    const unit = /, in [a-zA-Z ]+|%|per 10,000 people/;
    const without = Object.values(type.getFields()).filter(
      (f) => f.name !== 'period' && !unit.test(f.description ?? ''),
    );
    expect(without.map((f) => f.name)).toEqual([]);
  });
});
