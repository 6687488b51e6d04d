import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../schema/files.js';
import { OWNERS, SUBGRAPHS } from '../schema/subgraphs.js';

interface Import {
  readonly from: string;
  readonly to: string;
}

const ROOMS = ['gateway', 'schema', 'subgraphs'];

function sources(): string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(projectRoot, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(room, file)),
  );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(projectRoot, file), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name = '']) => ({
    from: file,
    to: name.startsWith('.') ? relative(projectRoot, resolve(projectRoot, dirname(file), name)) : name,
  }));
}

const files = sources();
const imports = files.flatMap(importsOf);
const room = (path: string) => path.split('/')[0] ?? '';
const departmentOf = (path: string) => OWNERS.find((owner) => path.startsWith(`subgraphs/${owner}/`));

function breaking(rule: (i: Import) => boolean): string[] {
  return imports.filter(rule).map(({ from, to }) => `${from} imports ${to}`);
}

describe('the rooms', () => {
  test('the walk finds the sources and their imports', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(200);
  });

  test('schema imports neither gateway nor subgraphs', () => {
    expect(breaking((i) => room(i.from) === 'schema' && ['gateway', 'subgraphs'].includes(room(i.to)))).toEqual([]);
  });

  test('subgraphs never import the gateway', () => {
    expect(breaking((i) => room(i.from) === 'subgraphs' && room(i.to) === 'gateway')).toEqual([]);
  });

  test('in the gateway only the composition root imports subgraphs', () => {
    const root = ['gateway/graph.ts', 'gateway/main.ts'];
    expect(breaking((i) => room(i.from) === 'gateway' && room(i.to) === 'subgraphs' && !root.includes(i.from))).toEqual(
      [],
    );
  });

  test('no department imports another one, and core imports none', () => {
    const foreign = (i: Import) => {
      const target = departmentOf(i.to) ?? (i.to.startsWith('subgraphs/analysis/') ? 'analysis' : undefined);
      if (!target || i.from.startsWith(`subgraphs/${target}/`)) return false;
      return (
        departmentOf(i.from) !== undefined ||
        i.from.startsWith('subgraphs/core/') ||
        i.from.startsWith('subgraphs/analysis/')
      );
    };
    expect(breaking(foreign)).toEqual([]);
  });

  test('axios stands in core/sources only, DataLoader where questions are joined: core/loader and analysis/areas', () => {
    expect(breaking((i) => i.to === 'axios' && !i.from.startsWith('subgraphs/core/sources/'))).toEqual([]);
    const joins = ['subgraphs/core/loader.ts', 'subgraphs/analysis/areas/figures.ts'];
    expect(breaking((i) => i.to === 'dataloader' && !joins.includes(i.from))).toEqual([]);
  });

  test('the environment is read by the programs that start, nowhere else', () => {
    const programs = [
      'gateway/main.ts',
      'gateway/config.ts',
      'subgraphs/main.ts',
      'subgraphs/sandbox.ts',
      'subgraphs/data.ts',
    ];
    const readers = files.filter((file) => readFileSync(join(projectRoot, file), 'utf8').includes('process.env'));
    expect(readers.filter((file) => !programs.includes(file))).toEqual([]);
  });

  test('the catalogue is read at the settings door alone: everybody else is handed the one in use', () => {
    // The definitions read former ones, which the journal kept.
    const former = ['definitions', 'definition-changes', 'moments'].map((name) => `subgraphs/core/${name}.ts`);
    const readers = ['subgraphs/settings.ts', ...former];
    const reading = (i: Import) => i.to === 'subgraphs/core/catalogue-files.js' && !readers.includes(i.from);
    expect(breaking(reading)).toEqual([]);
  });

  test('every declared subgraph has its folder', () => {
    for (const { name } of SUBGRAPHS) expect(files.some((file) => file.startsWith(`subgraphs/${name}/`))).toBe(true);
  });
});
