import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { projectFile } from '../../schema/files.js';
import { build, type Program, program } from '../support/program.js';
import { ask } from '../support/questions.js';
import { tempFolder } from '../support/temp.js';

/** A folder with a catalogue and a supergraph of its own, and the data of the program. */
async function ground() {
  const folder = await tempFolder('program-reload');
  onTestFinished(folder.remove);
  const [catalogue, supergraph] = [join(folder.path, 'catalogue'), join(folder.path, 'supergraph.graphql')];
  await cp(projectFile('schema', 'catalogue'), catalogue, { recursive: true });
  await cp(projectFile('schema', 'supergraph.graphql'), supergraph);
  const targets = join(catalogue, 'targets.csv');
  const raise = async () => {
    const text = await readFile(targets, 'utf8');
    await writeFile(targets, text.replace(/(,NEWBORN_SCREENING,.*?)80(@2021-03)/, '$199$2'));
  };
  const env = { DATA_DIR: join(folder.path, 'data'), CATALOGUE: catalogue, SUPERGRAPH: supergraph, PORT: '0' };
  return { env: { ...env, BACKGROUND_REFRESH: 'off' }, supergraph, raise };
}

async function running(p: Program, url: RegExp): Promise<string> {
  onTestFinished(async () => void (await p.interrupt()));
  return (await p.prints(url))[1] as string;
}

describe('a program without a terminal', () => {
  beforeAll(build);

  test('takes up the catalogue and the supergraph on SIGHUP, says what it refuses, and goes on', async () => {
    const { env, supergraph, raise } = await ground();
    const p = program('node', ['dist/gateway/main.js'], env);
    const url = await running(p, /answers at (\S+)/);
    const target = async () => {
      const { data } = await ask(
        url,
        '{ indicator(code: "NEWBORN_SCREENING") { target(period: "2023-S1") { value } } }',
      );
      return data.indicator.target.value;
    };
    expect(await target()).toBe(80);
    await raise();
    await writeFile(supergraph, `${await readFile(supergraph, 'utf8')}\n# the same in other words\n`);
    p.process.kill('SIGHUP');
    await p.prints(/A new supergraph is in use/);
    expect(p.output()).toContain('A new catalogue, new definitions or mappings are in use.');
    expect(await target()).toBe(99);
    await writeFile(supergraph, 'type Query {');
    p.process.kill('SIGHUP');
    await p.prints(/The new supergraph is refused, the one in use stays/);
    expect(await target()).toBe(99);
  });

  test('and a subgraph alone take up a catalogue whose file changes, without being told', async () => {
    const { env, raise } = await ground();
    const p = program('node', ['dist/subgraphs/main.js', 'health', '--port', '0'], env);
    await running(p, /SUBGRAPH_HEALTH_URL=(\S+)/);
    await raise();
    await p.prints(/A new catalogue, new definitions or mappings are in use/);
  });
});
