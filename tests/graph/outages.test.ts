import { mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DepartmentName, OWNERS } from '../../schema/subgraphs.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Sandbox } from '../../subgraphs/core/department.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { departmentNamed } from '../../subgraphs/departments.js';
import { type ListFolder, listFolder } from '../../subgraphs/labour/folder.js';
import { FolderLooks } from '../../subgraphs/labour/folder-looks.js';
import { labourDepartment } from '../../subgraphs/labour/index.js';
import { serveSubgraph } from '../../subgraphs/server.js';
import { type StartOptions, startOwner } from '../../subgraphs/start.js';
import { type FaultProxy, faultProxy, httpReply, through } from '../support/fault-proxy.js';
import { question, type TestGraph, TODAY, testGraph } from '../support/graph.js';
import { tempFolder } from '../support/temp.js';

/** What an upstream must never have shown to a client. */
const SECRET = 'internal-host-7 stack at Object.<anonymous>';

/** What an answer may take: the gateway's deadline, and a little for the client and its connection. */
const PROMISE_MS = 3000 + 250;

type FaultName = 'down' | 'hanging' | 'answering 500' | 'answering rubbish';

/** A department's system with a way to break it and to mend it. */
interface Breakable {
  readonly variables: Readonly<Record<string, string>>;
  break(fault: FaultName): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

const HTTP_FAULTS = {
  down: 'down',
  hanging: 'hangs',
  'answering 500': httpReply('500 Internal Server Error', 'application/json', JSON.stringify({ message: SECRET })),
  'answering rubbish': httpReply('200 OK', 'text/html', `<html>${SECRET}</html>`),
} as const;

/** A PostgreSQL ErrorResponse as its protocol has it: the server is shutting down. */
const fields = `SFATAL\0C57P03\0M${SECRET}\0\0`;
const length = Buffer.alloc(4);
length.writeInt32BE(fields.length + 4);
const SQL_FAULTS = {
  ...HTTP_FAULTS,
  'answering 500': { reply: `E${length.toString('latin1')}${fields}` },
  'answering rubbish': { reply: `${SECRET.repeat(20)}\n` },
} as const;

async function breakable(name: DepartmentName): Promise<Breakable> {
  const department = departmentNamed(name);
  if (!department) throw new Error(`There is no department ${name}.`);
  const folder = await tempFolder(`outage-${name}`);
  const sandbox: Sandbox = await department.startSandbox({
    port: 0,
    dataDir: folder.path,
    catalogue: readCatalogue(),
    log: makeLogger('silent'),
  });
  const close = () => sandbox.close().then(folder.remove);
  if (name === 'labour') return breakableFolder(sandbox, close);
  const urlName = Object.keys(sandbox.variables).find((v) => v.endsWith('_URL') && !v.includes('TOKEN')) ?? '';
  const url = sandbox.variables[urlName] ?? '';
  const proxy: FaultProxy = await faultProxy(Number(new URL(url).port));
  const port = new URL(url).port;
  const rerouted = Object.fromEntries(
    Object.entries(sandbox.variables).map(([key, value]) => [
      key,
      value.includes(`:${port}`) ? through(proxy, value) : value,
    ]),
  );
  const faults = name === 'education' ? SQL_FAULTS : HTTP_FAULTS;
  return {
    variables: rerouted,
    break: (fault) => proxy.set(faults[fault]),
    mend: () => proxy.set('none'),
    close: () => proxy.close().then(close),
  };
}

/** A folder breaks otherwise than a server: it is gone, or everything in it is rubbish. */
function breakableFolder(sandbox: Sandbox, close: () => Promise<void>): Breakable {
  const folder = sandbox.variables.LABOUR_FOLDER ?? '';
  const aside = `${folder}-aside`;
  return {
    variables: sandbox.variables,
    break: async (fault) => {
      await rename(folder, aside);
      if (fault === 'down') return;
      await mkdir(folder);
      const files = await readdir(aside, { recursive: true });
      for (const file of files.filter((name) => /\.(xlsx|csv)$/.test(name))) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), SECRET);
        // As old as a file that is no longer being written.
        await utimes(join(folder, file), new Date(0), new Date(0));
      }
    },
    mend: async () => {
      await rm(folder, { recursive: true, force: true });
      await rename(aside, folder);
    },
    close,
  };
}

/**
 * A folder on a share that hangs: no folder on this machine does, so the department's listing is the one that never
 * comes back. Served as `npm run subgraph` serves it, for the graph takes a listing from nobody.
 */
async function hangingFolder(): Promise<Breakable> {
  const folder = await tempFolder('outage-hanging');
  const catalogue = readCatalogue();
  const log = makeLogger('silent');
  let hanging = false;
  const list: ListFolder = (path) => (hanging ? new Promise(() => {}) : listFolder(path));
  const department = labourDepartment(Object.assign(new FolderLooks(), { list }));
  const sandbox = await department.startSandbox({ port: 0, dataDir: folder.path, catalogue, log });
  const settings = department.parse(sandbox.variables, { catalogue });
  const options: StartOptions = { catalogue, dataDir: folder.path, sourceDeadlineMs: 2500, log, now: () => TODAY };
  const running = await startOwner(department, { from: 'source', sample: false, settings }, options);
  const served = await serveSubgraph(running, { host: '127.0.0.1', port: 0, secret: null, log });
  return {
    variables: { SUBGRAPH_LABOUR_URL: served.url },
    break: async () => {
      hanging = true;
    },
    mend: async () => {
      hanging = false;
    },
    close: async () => {
      await served.close();
      await running.close();
      await sandbox.close();
      await folder.remove();
    },
  };
}

const CODES: Record<DepartmentName, Partial<Record<FaultName, string>>> = {
  health: {
    down: 'SOURCE_UNREACHABLE',
    hanging: 'SOURCE_TIMEOUT',
    'answering 500': 'SOURCE_FAILED',
    'answering rubbish': 'SOURCE_UNREADABLE',
  },
  education: {
    down: 'SOURCE_UNREACHABLE',
    hanging: 'SOURCE_TIMEOUT',
    'answering 500': 'SOURCE_FAILED',
    'answering rubbish': 'SOURCE_UNREADABLE',
  },
  'social-insurance': {
    down: 'SOURCE_UNREACHABLE',
    hanging: 'SOURCE_TIMEOUT',
    'answering 500': 'SOURCE_FAILED',
    'answering rubbish': 'SOURCE_UNREADABLE',
  },
  // A folder on this machine answers with no status; how one hangs is a case of its own.
  labour: { down: 'SOURCE_UNREACHABLE', 'answering rubbish': 'SOURCE_UNREADABLE' },
};

const targets = readCatalogue().indicators.filter((i) => i.rule !== null);

type Case = readonly [
  name: DepartmentName,
  how: string,
  codes: Partial<Record<FaultName, string>>,
  open: () => Promise<Breakable>,
];
const CASES: readonly Case[] = [
  ...(Object.keys(CODES) as DepartmentName[]).map(
    (name): Case => [name, 'in one process', CODES[name], () => breakable(name)],
  ),
  ['labour', 'behind a server of its own', { hanging: 'SOURCE_TIMEOUT' }, hangingFolder],
];

describe.each(CASES)('while %s, %s, is out of order', (name, _, codes, open) => {
  let system: Breakable;
  let graph: TestGraph;

  beforeAll(async () => {
    system = await open();
    const others = OWNERS.filter((owner) => owner !== name).join(',');
    graph = await testGraph({ ...system.variables, SAMPLE: others });
  });
  afterAll(async () => {
    await graph?.close();
    await system?.close();
  });
  beforeEach(async () => {
    const { errors, data } = await graph.ask(question('Standing'));
    expect(errors).toBeUndefined();
    expect(data.programme.summary.met).toBe(18);
  });

  const cases = Object.entries(codes) as [FaultName, string][];

  test.each(cases)(
    '%s: its indicators are unavailable with %s, all others are judged, and it recovers',
    async (fault, code) => {
      const mine = targets.filter((i) => i.owner === name);
      await system.break(fault);
      try {
        const started = Date.now();
        const { data, errors = [] } = await graph.ask(question('Standing'));
        expect(Date.now() - started).toBeLessThan(PROMISE_MS);
        expect(data.programme.summary).toMatchObject({ unavailable: mine.length, noData: 0, total: 27 });
        for (const row of data.programme.indicators) {
          expect(row.assessment === null, row.code).toBe(row.owner.code === name);
        }
        // The judgement was asked for, not the figures: the path ends at the indicator.
        expect(errors.map((e) => e.path)).toEqual(mine.map((i) => ['programme', 'indicators', (i.number ?? 0) - 1]));
        for (const error of errors) expect(error.extensions).toMatchObject({ code, department: name });
      } finally {
        await system.mend();
      }
    },
  );

  test.each(cases)(
    '%s: the error stands at the deepest field asked for, and nothing of ours or of the upstream leaks',
    async (fault, code) => {
      await system.break(fault);
      try {
        const answer = await graph.ask('{ indicators { code owner { code } series { headline { value } } } }');
        const text = JSON.stringify(answer);
        expect(text).not.toContain('internal-host');
        expect(text).not.toMatch(/127\.0\.0\.1|localhost|node_modules|ECONN|\.ts:|\.js:/);
        const rows: { owner: { code: string }; series: { headline: unknown[] | null } }[] = answer.data.indicators;
        const expected = rows.flatMap((row, i) =>
          row.owner.code === name ? [['indicators', i, 'series', 'headline']] : [],
        );
        expect(answer.errors?.map((e) => e.path)).toEqual(expected);
        expect(new Set(answer.errors?.map((e) => e.extensions.code))).toEqual(new Set([code]));
        for (const row of rows) expect(row.series.headline === null).toBe(row.owner.code === name);
        const { data } = await graph.ask('{ departments { code source { state lastError { code } } } }');
        const source = data.departments.find((d: { code: string }) => d.code === name).source;
        expect(source).toEqual({ state: 'FAILING', lastError: { code } });
      } finally {
        await system.mend();
      }
    },
  );
});
