import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFile } from '../../schema/files.js';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { DEPARTMENTS_AT_WORK } from '../../subgraphs/departments.js';
import { onlyOf, readSubgraphSettings } from '../../subgraphs/settings.js';
import { tempFolder } from '../support/temp.js';

const read = (env: Record<string, string>) => readSubgraphSettings(env, DEPARTMENTS_AT_WORK);

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
}

const HEALTH = { HEALTH_URL: 'http://127.0.0.1:9/', HEALTH_TOKEN: 'd2pat_secret' };
const OTHERS = 'programme,education,labour,social-insurance';

describe('the settings of the subgraphs', () => {
  test('without any source, every owner serves the sample', () => {
    expect(Object.values(read({}).sources).map((s) => s.from)).toEqual([
      'sample',
      'sample',
      'sample',
      'sample',
      'sample',
    ]);
  });

  test('one source alone is refused: every other owner needs a source or its name in SAMPLE', () => {
    const faults = faultsOf(HEALTH);
    expect(faults).toHaveLength(4);
    for (const owner of OTHERS.split(','))
      expect(faults.some((f) => f.includes(owner) && f.includes('SAMPLE'))).toBe(true);
  });

  test('one source and the others named in SAMPLE is accepted', () => {
    const { sources } = read({ ...HEALTH, SAMPLE: OTHERS });
    expect([sources.health.from, sources.education.from, sources.labour.from]).toEqual(['source', 'sample', 'sample']);
  });

  test('SAMPLE alone still wants a source for whom it does not name', () => {
    expect(faultsOf({ SAMPLE: 'health' })).toHaveLength(4);
  });

  test('an owner with a source that is named in SAMPLE too is refused', () => {
    expect(faultsOf({ ...HEALTH, SAMPLE: `health,${OTHERS}` })).toEqual([expect.stringContaining('health')]);
  });

  test('a subgraph elsewhere counts as its owner’s source', () => {
    const { sources } = read({ SUBGRAPH_HEALTH_URL: 'http://127.0.0.1:4101/graphql', SAMPLE: OTHERS });
    expect(sources.health.from).toBe('elsewhere');
  });

  test('a source that holds made-up figures is said to be a sample, by nothing else than true or false', () => {
    const { sources } = read({ ...HEALTH, HEALTH_SAMPLE: 'true', SAMPLE: OTHERS });
    expect(sources.health).toMatchObject({ from: 'source', sample: true });
    expect(read({ ...HEALTH, SAMPLE: OTHERS }).sources.health).toMatchObject({ sample: false });
    expect(faultsOf({ ...HEALTH, HEALTH_SAMPLE: 'yes', SAMPLE: OTHERS })).toEqual([
      expect.stringContaining('HEALTH_SAMPLE'),
    ]);
  });

  test('half a source, an unknown variable and an unknown owner are all named at once', () => {
    const faults = faultsOf({ HEALTH_URL: HEALTH.HEALTH_URL, HEALTH_TOKE: 'x', SAMPLE: `${OTHERS},labor` });
    expect(faults.some((f) => f.startsWith('HEALTH_TOKEN is missing'))).toBe(true);
    expect(faults.some((f) => f.startsWith('HEALTH_TOKE ') && f.includes('HEALTH_TOKEN'))).toBe(true);
    expect(faults.some((f) => f.includes('labor') && f.includes('labour'))).toBe(true);
  });

  test('a secret comes from a file too, and is in no fault', async () => {
    const folder = await tempFolder('settings');
    const path = join(folder.path, 'token');
    await writeFile(path, 'd2pat_secret\n');
    const { sources } = read({ HEALTH_URL: HEALTH.HEALTH_URL, HEALTH_TOKEN_FILE: path, SAMPLE: OTHERS });
    expect(sources.health).toMatchObject({ from: 'source', settings: { token: 'd2pat_secret' } });
    const faults = faultsOf({ ...HEALTH, HEALTH_TOKEN_FILE: path, SAMPLE: 'nobody' });
    expect(faults.join()).toContain('HEALTH_TOKEN_FILE');
    expect(faults.join()).not.toContain('d2pat_secret');
    expect(
      faultsOf({ HEALTH_URL: HEALTH.HEALTH_URL, HEALTH_TOKEN_FILE: `${path}-gone`, SAMPLE: OTHERS }).join(),
    ).toContain('cannot be read');
    await folder.remove();
  });

  test('a short secret between gateway and subgraphs, a deadline out of bounds and a level of no log are refused', () => {
    expect(faultsOf({ SUBGRAPH_SECRET: 'short', SOURCE_DEADLINE_MS: '7', LOG_LEVEL: 'loud' })).toEqual([
      expect.stringContaining('SOURCE_DEADLINE_MS'),
      expect.stringContaining('SUBGRAPH_SECRET'),
      expect.stringContaining('LOG_LEVEL'),
    ]);
  });
});

describe('a misspelt variable', () => {
  test.each([
    ['LABOR_FOLDER', 'LABOUR_FOLDER'],
    ['HELTH_URL', 'HEALTH_URL'],
    ['PROGRAM_FILES', 'PROGRAMME_FILES'],
    ['CATALOG', 'CATALOGUE'],
    ['SUBGRAHP_HEALTH_URL', 'SUBGRAPH_HEALTH_URL'],
  ])('%s is refused, and %s is named', (misspelt, meant) => {
    expect(faultsOf({ [misspelt]: 'x' })).toEqual([expect.stringMatching(new RegExp(`^${misspelt} .*\\b${meant}\\b`))]);
  });

  test('is none that another program may use', () => {
    expect(faultsOf({ DATADIR: 'x', HOSTNAME: 'x', HOME: 'x', AUTH_URL: 'x', REPORTS: 'x', SIMPLE: 'x' })).toEqual([]);
  });
});

describe('the settings of one owner alone', () => {
  const alone = (owner: string | null, env: Record<string, string>) =>
    readSubgraphSettings(onlyOf(owner, env, DEPARTMENTS_AT_WORK), DEPARTMENTS_AT_WORK);
  const refusal = (owner: string | null, env: Record<string, string>): readonly string[] => {
    try {
      alone(owner, env);
    } catch (error) {
      if (error instanceof SettingsFault) return error.faults;
      throw error;
    }
    return [];
  };

  test('need nothing of the other owners', () => {
    expect(alone('health', HEALTH).sources.health.from).toBe('source');
    const others = { LABOUR_FOLDER: '/nowhere', EDUCATION_URL: 'rubbish', SAMPLE: 'programme' };
    expect(alone('health', { ...HEALTH, ...others }).sources.health.from).toBe('source');
    expect(alone(null, others).sources.labour.from).toBe('elsewhere');
  });

  test('are the sample when nothing is set or it is named in SAMPLE, and never unnoticed beside a real source', () => {
    expect(alone('health', {}).sources.health.from).toBe('sample');
    expect(alone('health', { SAMPLE: `health,${OTHERS}` }).sources.health.from).toBe('sample');
    expect(refusal('health', { EDUCATION_URL: 'postgres://x@y/z' })).toEqual([
      expect.stringMatching(/^health has no source/),
    ]);
  });

  test('still refuse what is misspelt, also of another owner', () => {
    expect(refusal('health', { ...HEALTH, EDUCATION_UR: 'x', SAMPLE: 'labor' })).toEqual([
      expect.stringContaining('EDUCATION_UR '),
      expect.stringContaining('labor is no owner'),
    ]);
    expect(refusal(null, { LABOR_MAPPING: 'x' })).toEqual([expect.stringContaining('LABOUR_MAPPING')]);
  });
});

describe('a catalogue of its own', () => {
  async function folderWith(change: (targets: string) => string) {
    const folder = await tempFolder('own-catalogue');
    await cp(projectFile('schema', 'catalogue'), folder.path, { recursive: true });
    const path = join(folder.path, 'targets.csv');
    await writeFile(path, change(await readFile(path, 'utf8')));
    return folder;
  }

  test('is the one that mappings are judged beside, wherever it gives an indicator to', async () => {
    const folder = await folderWith((text) => text.replace('CREMATION,WELFARE,programme', 'CREMATION,WELFARE,health'));
    const mapping = join(folder.path, 'health.csv');
    const row = 'indicator,CREMATION,HoaTangXX01,Tỷ lệ hỏa táng\n';
    await writeFile(mapping, (await readFile(projectFile('subgraphs', 'health', 'mapping.csv'), 'utf8')) + row);
    const env = { ...HEALTH, HEALTH_MAPPING: mapping, SAMPLE: OTHERS, CATALOGUE: folder.path };
    const { catalogue, sources } = read(env);
    expect(catalogue.get('CREMATION')?.owner).toBe('health');
    if (sources.health.from !== 'source') throw new Error('health has no source');
    expect(sources.health.settings).toMatchObject({ mapping: { items: expect.any(Map) } });
    const { items } = (sources.health.settings as { mapping: { items: ReadonlyMap<string, unknown> } }).mapping;
    expect(items.has('CREMATION')).toBe(true);
    await folder.remove();
  });

  test('with faults is named together with the files of the programme and all other settings', async () => {
    const folder = await folderWith((text) => text.replace('INCREASE,COUNT,FLOW,M', 'INCREASE,COUNT,STOCK,M'));
    const files = await tempFolder('own-files');
    await cp(projectFile('subgraphs', 'programme', 'files'), files.path, { recursive: true });
    const figures =
      'indicator,area_level,area_code,period,numerator,denominator,value,status,note,reported_on,document';
    await writeFile(join(files.path, 'figures.csv'), `${figures}\nCREMATION,CITY,01,2023-S1,,,140,,,,\n`);
    await writeFile(join(files.path, 'agencies.csv'), 'code,name_vi\n');
    const faults = faultsOf({
      CATALOGUE: folder.path,
      PROGRAMME_FILES: files.path,
      HEALTH_URL: 'rubbish',
      HEALTH_TOKEN: 'x',
      SAMPLE: 'education,labour,social-insurance',
      DATA_DIRS: 'x',
    });
    for (const part of [
      /^targets\.csv, row 3, column time_rule/,
      /^agencies\.csv, row 1, column name_en/,
      /^figures\.csv, row 2, column value/,
      /^HEALTH_URL/,
    ]) {
      expect(
        faults.some((fault) => part.test(fault)),
        `${part} in ${faults.join('\n')}`,
      ).toBe(true);
    }
    await folder.remove();
    await files.remove();
  });

  test('that cannot be read is named alone, not with every code of every mapping', () => {
    const faults = faultsOf({ ...HEALTH, SAMPLE: OTHERS, CATALOGUE: '/nowhere' });
    expect(faults).toEqual([
      expect.stringContaining('targets.csv: cannot be read'),
      expect.stringContaining('supporting.csv: cannot be read'),
    ]);
  });
});
