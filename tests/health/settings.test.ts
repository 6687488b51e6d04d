import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AREAS, CITY } from '../../schema/areas/areas.js';
import { projectFile } from '../../schema/files.js';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { health } from '../../subgraphs/health/index.js';
import { DEFAULT_MAPPING } from '../../subgraphs/health/mapping.js';
import { catalogue } from './setting.js';

const GOOD = { HEALTH_URL: 'https://dhis2.example.vn/dhis', HEALTH_TOKEN: 'd2pat_secret' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'health-mapping-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function faultsOf(values: Readonly<Record<string, string>>): readonly string[] {
  try {
    health.parse(values, { catalogue });
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
}

function faultsOfMapping(lines: readonly string[]): readonly string[] {
  const path = join(folder, 'mapping.csv');
  writeFileSync(path, lines.join('\n'));
  return faultsOf({ ...GOOD, HEALTH_MAPPING: path });
}

describe('the settings', () => {
  test('with an address and a token are enough: the default mapping names every indicator and area', () => {
    const { url, token, mapping } = health.parse(GOOD, { catalogue });
    expect([url, token]).toEqual([GOOD.HEALTH_URL, GOOD.HEALTH_TOKEN]);
    expect([...mapping.items.keys()].sort()).toEqual(
      catalogue
        .seriesOf('health')
        .map((i) => i.code)
        .sort(),
    );
    expect([...mapping.units.keys()].sort()).toEqual(
      AREAS.filter((a) => a === CITY || a.parent === CITY.id)
        .map((a) => a.id)
        .sort(),
    );
  });

  test('name every fault at once, never the token', () => {
    const faults = faultsOf({
      HEALTH_URL: 'dhis2',
      HEALTH_TOKEN: 'to ken\n',
      HEALTH_MAPPING: join(folder, 'none.csv'),
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['HEALTH_URL', 'HEALTH_TOKEN', 'none.csv']);
    expect(faults.join()).not.toContain('to ken');
    expect(faultsOf({}).map((fault) => fault.split(':')[0])).toEqual(['HEALTH_URL', 'HEALTH_TOKEN']);
  });

  test.each(['ftp://x', 'https://user:secret@x', 'https://x/?a=b', 'https://x/#a'])('refuse the address %s', (url) => {
    const faults = faultsOf({ ...GOOD, HEALTH_URL: url });
    expect(faults).toHaveLength(1);
    expect(faults[0]).not.toContain('secret');
  });
});

describe('a mapping', () => {
  const unit = 'organisationUnit,CITY-01,AbcdefghijA,Hà Nội';

  test('of a part of the indicators and areas is fine', () => {
    expect(faultsOfMapping(['kind,code,uid,name', 'dataElement,DOCTORS,AbcdefghijB,', unit])).toEqual([]);
  });

  test('names every fault with file, row and column', () => {
    const faults = faultsOfMapping([
      'kind,code,uid,name',
      'indicator,DOCTORS,AbcdefghijB,Bác sỹ',
      'indicator,NURSES,AbcdefghijC,',
      'indicator,PENS,AbcdefghijD,',
      'dataElement,DOCTORS,AbcdefghijE,',
      'organisationUnit,DISTRICT-999,AbcdefghijF,',
      'organisationUnit,DISTRICT-001,1bcdefghijG,',
      'organisationUnit,DISTRICT-002,AbcdefghijB,',
      'dataset,S,AbcdefghijH,',
      'dataSet,half-year,AbcdefghijI,',
      'indicator,,short,',
      unit,
    ]);
    const places = faults.map((fault) => /^(\S+, row \d+, column \w+):/.exec(fault)?.[1]);
    expect(places).toEqual([
      'mapping.csv, row 3, column code',
      'mapping.csv, row 4, column code',
      'mapping.csv, row 5, column code',
      'mapping.csv, row 6, column code',
      'mapping.csv, row 7, column uid',
      'mapping.csv, row 8, column uid',
      'mapping.csv, row 9, column kind',
      'mapping.csv, row 10, column code',
      'mapping.csv, row 11, column code',
      'mapping.csv, row 11, column uid',
    ]);
  });

  test('leaves out an indicator of another owner: it may have moved there', () => {
    const path = join(folder, 'moved.csv');
    const rows = ['kind,code,uid,name', 'dataElement,DOCTORS,AbcdefghijB,', 'indicator,SCHOOLS,AbcdefghijD,', unit];
    writeFileSync(path, rows.join('\n'));
    const { mapping } = health.parse({ ...GOOD, HEALTH_MAPPING: path }, { catalogue });
    expect([...mapping.items.keys()]).toEqual(['DOCTORS']);
  });

  test('with another header is refused, and so is one without indicators or areas', () => {
    expect(faultsOfMapping(['kind,code,id,name', unit]).join('\n')).toMatch(/row 1, column uid.*\n.*row 1, column id/);
    expect(faultsOfMapping(['kind,code,uid,name', unit])).toHaveLength(1);
    expect(faultsOfMapping(['kind,code,uid,name', 'dataElement,DOCTORS,AbcdefghijB,'])).toHaveLength(1);
  });

  test('of the project keeps its columns in the order that its documentation shows', () => {
    expect(readFileSync(DEFAULT_MAPPING, 'utf8').split('\n')[0]).toBe('kind,code,uid,name');
  });
});

test('the profile fills every field of its type, each from an indicator that the department serves', () => {
  const sdl = readFileSync(projectFile('schema', 'health.graphql'), 'utf8').replace('extend type Area', 'type Area');
  const type = buildSchema(
    `${sdl}\nscalar Boundaries\ntype Observation { value: Float }\ntype Query { area: Area }`,
  ).getType('HealthProfile');
  if (!isObjectType(type) || !health.profile) throw new Error('HealthProfile is no type');
  expect(Object.keys(health.profile.fields).sort()).toEqual(
    Object.keys(type.getFields())
      .filter((f) => f !== 'period')
      .sort(),
  );
  for (const { indicator } of Object.values(health.profile.fields))
    expect(catalogue.get(indicator)?.owner).toBe('health');
});
