import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Graph, startGraph } from '../../gateway/graph.js';
import { greeting } from '../../gateway/greeting.js';
import { projectFile } from '../../schema/files.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { labour } from '../../subgraphs/labour/index.js';
import { serveSubgraph } from '../../subgraphs/server.js';
import { startOwner } from '../../subgraphs/start.js';
import { testDatabase } from '../support/database.js';
import { testOptions } from '../support/graph.js';
import { tempFolder } from '../support/temp.js';

const log = makeLogger('silent');
const now = () => new Date('2026-03-01T03:00:00Z');

async function started(env: Record<string, string>): Promise<Graph> {
  const folder = await tempFolder('greeting');
  const database = await testDatabase();
  const own = { DATA_DIR: folder.path, DATABASE_URL: database.url, BACKGROUND_REFRESH: 'off', PORT: '0' };
  const graph = await startGraph({ ...own, ...env }, { log, now });
  onTestFinished(() => graph.close().finally(database.drop).finally(folder.remove));
  return graph;
}

/** A labour subgraph on the sample behind a server of its own. */
async function labourElsewhere(): Promise<string> {
  const { options, close } = await testOptions();
  const running = await startOwner(labour, { from: 'sample' }, options);
  const served = await serveSubgraph(running, { host: '127.0.0.1', port: 0, secret: null, log });
  onTestFinished(async () => {
    await served.close();
    await running.close();
    await close();
  });
  return served.url;
}

test('the greeting names owners elsewhere that serve the sample, and those that did not say', async () => {
  const graph = await started({
    SUBGRAPH_LABOUR_URL: await labourElsewhere(),
    SUBGRAPH_HEALTH_URL: 'http://127.0.0.1:9/graphql',
    SAMPLE: 'programme,education,social-insurance',
  });
  const text = greeting(graph);
  expect(text).toContain('The figures of programme, education, labour, social-insurance are a sample');
  expect(text).toContain('Whether the figures of health are a sample is not known');
});

test('the greeting asks what the programme’s standing rests on, and counts assumed targets in the catalogue in use', async () => {
  const folder = await tempFolder('catalogue');
  onTestFinished(folder.remove);
  for (const file of ['targets.csv', 'supporting.csv']) {
    const text = await readFile(projectFile('schema', 'catalogue', file), 'utf8');
    await writeFile(join(folder.path, file), text.replace('=ASSUMED', '=PUBLISHED'));
  }
  const text = greeting(await started({ CATALOGUE: folder.path }));
  expect(text).toContain('12 of the 27 targets are assumed, 3 are of other plans');
  expect(text).toContain('The figures are a sample');
  for (const field of ['metOnAssumedTargets', 'metOnTargetsOfOtherPlans', 'metOnSampleFigures'])
    expect(text).toContain(field);
});
