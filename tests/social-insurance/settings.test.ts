import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AREAS, CITY } from '../../schema/areas/areas.js';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { socialInsurance } from '../../subgraphs/social-insurance/index.js';
import { catalogue } from './stage.js';

const GOOD = {
  SOCIAL_INSURANCE_URL: 'https://lgsp.example.vn/bhxh/',
  SOCIAL_INSURANCE_CLIENT_ID: 'graph',
  SOCIAL_INSURANCE_CLIENT_SECRET: 'not-to-be-shown',
};

function faultsOf(values: Readonly<Record<string, string>>): readonly string[] {
  try {
    socialInsurance.parse(values, { catalogue });
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
}

function mappingFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'bhxh.csv');
  writeFileSync(path, text);
  return path;
}

describe('the variables', () => {
  it('need only address, id and secret', () => {
    expect(socialInsurance.parse(GOOD, { catalogue })).toMatchObject({
      url: 'https://lgsp.example.vn/bhxh',
      tokenUrl: 'https://lgsp.example.vn/bhxh/oauth/token',
      budget: 600,
    });
  });

  it('are all named that are missing, each with what it is', () => {
    const faults = faultsOf({});
    expect(faults).toHaveLength(3);
    for (const name of Object.keys(GOOD)) expect(faults.join('\n')).toContain(name);
  });

  it.each([
    ['SOCIAL_INSURANCE_URL', 'lgsp'],
    ['SOCIAL_INSURANCE_URL', 'ftp://lgsp.example.vn'],
    ['SOCIAL_INSURANCE_URL', 'http://lgsp.example.vn'],
    ['SOCIAL_INSURANCE_URL', 'https://lgsp.example.vn?key=1'],
    ['SOCIAL_INSURANCE_URL', 'https://graph:not-to-be-shown@lgsp.example.vn'],
    ['SOCIAL_INSURANCE_TOKEN_URL', 'http://login.example.vn/token'],
    ['SOCIAL_INSURANCE_BUDGET', '0'],
    ['SOCIAL_INSURANCE_BUDGET', '-5'],
    ['SOCIAL_INSURANCE_BUDGET', '10.5'],
    ['SOCIAL_INSURANCE_BUDGET', 'many'],
    ['SOCIAL_INSURANCE_MAPPING', '/nowhere/mapping.csv'],
  ])('%s cannot be "%s"', (name, value) => {
    const faults = faultsOf({ ...GOOD, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name === 'SOCIAL_INSURANCE_MAPPING' ? 'mapping.csv' : name);
    expect(faults[0]).not.toContain('not-to-be-shown');
  });

  it('take http on this machine', () => {
    for (const host of ['127.0.0.1:4204', 'localhost', '[::1]:4204']) {
      expect(faultsOf({ ...GOOD, SOCIAL_INSURANCE_URL: `http://${host}` })).toEqual([]);
    }
  });
});

describe('the mapping', () => {
  it('names by default every indicator of the owner and every area of the city', () => {
    const { mapping } = socialInsurance.parse(GOOD, { catalogue });
    const ours = catalogue.seriesOf('social-insurance').map(({ code }) => code);
    expect([...mapping.indicators.keys()].sort()).toEqual([...ours].sort());
    const areas = AREAS.filter((area) => area === CITY || area.parent === CITY.id).map(({ id }) => id);
    expect([...mapping.areas.keys()].sort()).toEqual([...areas].sort());
  });

  it('is replaced by a file', () => {
    const path = mappingFile('kind,id,code,about\nindicator,PENSION,P7,\narea,CITY-01,0001,Hà Nội\n');
    const { mapping } = socialInsurance.parse({ ...GOOD, SOCIAL_INSURANCE_MAPPING: path }, { catalogue });
    expect([mapping.indicators.get('PENSION')?.code, mapping.areas.get('CITY-01')]).toEqual(['P7', '0001']);
  });

  it('has all its faults named at once, with file, row and column, beside those of the variables', () => {
    const path = mappingFile(
      [
        'kind,id,code,about',
        'indicator,PENSIONS,P7,',
        'region,CITY-01,HN,',
        'area,DISTRICT-999,HN-999,',
        'area,DISTRICT-001,,',
        'indicator,PENSION,P7,',
        'area,DISTRICT-002,HN-2,',
        'area,DISTRICT-002,HN-3,',
      ].join('\n'),
    );
    const faults = faultsOf({ ...GOOD, SOCIAL_INSURANCE_BUDGET: 'many', SOCIAL_INSURANCE_MAPPING: path });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'SOCIAL_INSURANCE_BUDGET',
      'bhxh.csv, row 2, column id',
      'bhxh.csv, row 3, column kind',
      'bhxh.csv, row 4, column id',
      'bhxh.csv, row 5, column code',
      'bhxh.csv, row 6, column code',
      'bhxh.csv, row 8, column id',
    ]);
  });

  it.each([
    ['', 5],
    ['kind,id,code,about\n', 2],
    ['kind,id,code\nindicator,PENSION,P7\n', 1],
  ])('is refused without rows or columns (%j)', (text, faults) => {
    const path = mappingFile(text);
    expect(faultsOf({ ...GOOD, SOCIAL_INSURANCE_MAPPING: path }).length).toBeLessThanOrEqual(faults);
    expect(faultsOf({ ...GOOD, SOCIAL_INSURANCE_MAPPING: path }).length).toBeGreaterThan(0);
  });

  it('may name an indicator that has moved to another owner', () => {
    const path = mappingFile('kind,id,code,about\nindicator,DOCTORS,D1,\narea,CITY-01,HN,\n');
    expect(faultsOf({ ...GOOD, SOCIAL_INSURANCE_MAPPING: path })).toEqual([]);
  });
});
