import { cp, mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import writeExcelFile from 'write-excel-file/node';
import { listFolder } from '../../../subgraphs/labour/folder.js';
import { FolderLooks } from '../../../subgraphs/labour/folder-looks.js';
import { labourDepartment } from '../../../subgraphs/labour/index.js';
import { serveSubgraph } from '../../../subgraphs/server.js';
import { startOwner } from '../../../subgraphs/start.js';
import { catalogue, DISTRICTS, jobsForm, log, SETTLED } from '../../labour/drop-folder.js';
import { testOptions } from '../../support/graph.js';
import { tempFolder } from '../../support/temp.js';
import { zipBomb } from '../../support/zip-bomb.js';
import {
  type Breakable,
  type Case,
  type Cell,
  MAX_AGE,
  type Matrix,
  SECRET,
  SOURCE_DEADLINE_MS,
  TIMES,
} from './fault.js';

/** What happens to a look at the folder before it sees anything. */
type Look = () => Promise<void>;

/** The department's folder, read by a subgraph behind a server of its own, since no folder here hangs or locks by itself. */
interface FolderSystem extends Breakable {
  /** A folder of this test's own; what is done to it is taken back when it is mended. */
  readonly folder: string;
  looks(look: Look): void;
  /** Writes a file, last changed long ago unless said otherwise. */
  write(name: string, content: Buffer | string, changed?: Date): Promise<void>;
}

const JOBS = '2023/01-VL_2023-06.xlsx';
const isJobs = ({ indicator, period }: Cell) => indicator === 'JOBS' && period === '2023-06';
const failing =
  (code: string): Look =>
  async () => {
    throw Object.assign(new Error(`${code}: ${SECRET}`), { code });
  };

function workbook(form: Parameters<typeof jobsForm>[0]): Promise<Buffer> {
  return writeExcelFile(jobsForm(form), { sheet: 'Biểu 01' }).toBuffer();
}

/** A form whose districts all have this number. */
function uniform(number: number, rest: Parameters<typeof jobsForm>[0] = {}): Promise<Buffer> {
  const districts = Object.fromEntries(DISTRICTS.map(({ id }) => [id, number]));
  return workbook({ ...rest, districts, total: number * DISTRICTS.length });
}

const replaced =
  (content: () => Promise<Buffer> | Buffer | string, changed?: () => Date) => async (system: FolderSystem) =>
    system.write(JOBS, await content(), changed?.());

const unreadable = { holds: 'UNREADABLE', cells: isJobs } as const;

const CASES: Case<FolderSystem>[] = [
  {
    ...{ fault: 'refused', how: 'the folder is gone', outcome: { fails: 'SOURCE_UNREACHABLE' } },
    breaks: ({ folder }) => rm(folder, { recursive: true }),
  },
  {
    ...{ fault: 'hangs', how: 'a share that never lists', outcome: { fails: 'SOURCE_TIMEOUT', silent: true } },
    breaks: (system) => system.looks(() => new Promise(() => {})),
  },
  {
    ...{ fault: 'slow drip', how: 'a share that lists later than anybody waits' },
    outcome: { fails: 'SOURCE_TIMEOUT', silent: true },
    breaks: (system) => system.looks(() => delay(6 * SOURCE_DEADLINE_MS, undefined, { ref: false })),
  },
  {
    ...{ fault: '500', how: 'the share reports a failure of its disk', outcome: { fails: 'SOURCE_UNREACHABLE' } },
    breaks: (system) => system.looks(failing('EIO')),
  },
  {
    ...{ fault: '401 for good', how: 'the right to the folder is lost', outcome: { fails: 'SOURCE_UNAUTHORIZED' } },
    breaks: (system) => system.looks(failing('EACCES')),
  },
  {
    ...{ fault: 'cut in mid-body', how: 'a workbook of which half arrived', outcome: unreadable },
    breaks: replaced(async () => {
      const whole = await workbook({});
      return whole.subarray(0, whole.length / 2);
    }),
  },
  {
    ...{ fault: 'wrong content type', how: 'a workbook that is a web page', outcome: unreadable },
    breaks: replaced(() => `<html>${SECRET}</html>`),
  },
  {
    ...{ fault: 'rubbish body', how: 'nothing in the folder is a form', outcome: { fails: 'SOURCE_UNREADABLE' } },
    breaks: async (system) => {
      await rm(system.folder, { recursive: true });
      await system.write('bieu.xlsx', SECRET);
    },
  },
  {
    ...{ fault: 'endless body', how: 'more folders than a department has', outcome: { fails: 'SOURCE_UNREADABLE' } },
    breaks: async ({ folder }) => {
      await Promise.all(Array.from({ length: 101 }, (_, i) => mkdir(join(folder, `${i} 2023`))));
    },
  },
  {
    ...{ fault: 'endless body', how: 'a workbook in which a sheet never ends', outcome: unreadable },
    breaks: replaced(() => Buffer.alloc(30_000_000, 'x')),
  },
  {
    ...{ fault: 'empty', how: 'an empty folder', outcome: { fails: 'SOURCE_UNREADABLE' } },
    breaks: async ({ folder }) => {
      await rm(folder, { recursive: true });
      await mkdir(folder);
    },
  },
  {
    ...{ fault: 'empty', how: 'a workbook of no bytes', outcome: unreadable },
    breaks: replaced(() => ''),
  },
  {
    ...{ fault: 'half of the pages', how: 'half of the years of two forms are gone' },
    outcome: {
      holds: 'FEWER_AREAS',
      cells: ({ indicator, period }) => ['UNEMPLOYMENT', 'POLICY_CREDIT'].includes(indicator) && period < '2023',
    },
    breaks: async ({ folder }) => {
      for (const year of ['2020', '2021', '2022']) {
        const gone = (await readdir(join(folder, year))).filter((name) => /^0[46]-/.test(name));
        for (const name of gone) await rm(join(folder, year, name));
      }
    },
  },
  {
    ...{
      fault: 'workbook locked',
      how: 'it is open in a spreadsheet, whose lock file lies beside it',
      outcome: 'answers',
    },
    breaks: (system) => system.write(JOBS.replace('/', '/~$'), `\u0006${SECRET}`),
  },
  {
    ...{
      fault: 'workbook locked',
      how: 'half of it is written so far: what it said before counts',
      outcome: 'answers',
    },
    breaks: replaced(
      async () => (await workbook({})).subarray(0, 1000),
      () => new Date(),
    ),
  },
  {
    ...{ fault: 'spoilt', how: 'a number that is none', outcome: unreadable },
    breaks: replaced(() => workbook({ total: 'internal-host-7' })),
  },
  {
    ...{ fault: 'a zip bomb', how: 'a workbook of 100 MB', outcome: unreadable },
    breaks: replaced(() => zipBomb(100 * 1024 * 1024)),
  },
  {
    ...{ fault: 'wrong figures', how: 'a step that is not plausible' },
    outcome: { holds: 'JUMP', cells: isJobs, wrong: ['99991', String(99991 * DISTRICTS.length)] },
    breaks: replaced(() => uniform(99_991)),
  },
  {
    ...{
      fault: 'wrong figures',
      how: 'the districts do not add up to the total',
      outcome: { ...unreadable, wrong: ['99991'] },
    },
    breaks: replaced(() => workbook({ total: 99_991 })),
  },
  {
    ...{ fault: 'clock skew', how: 'a form that says it was issued in years' },
    outcome: { holds: 'PUBLISHED_IN_FUTURE', cells: isJobs, wrong: ['2031-09'] },
    breaks: replaced(() => uniform(701, { date: '09 tháng 9 năm 2031' })),
  },
  {
    ...{ fault: 'clock skew', how: 'files of another machine whose clock is ahead', outcome: 'answers' },
    breaks: async ({ folder }) => {
      const ahead = new Date(Date.now() + 5 * 3_600_000);
      for (const name of await readdir(join(folder, '2023'))) await utimes(join(folder, '2023', name), ahead, ahead);
    },
  },
];

export const LABOUR: Matrix<FolderSystem> = {
  department: 'labour',
  rows: [
    ...CASES,
    { fault: '401 then token renewed', why: 'a folder is mounted with a right, and not with tokens' },
    { fault: '429', why: 'a file system counts no questions' },
    { fault: 'database gone', why: 'there is none' },
  ],
  unasked: [
    ...['POLICY_LOANS', 'SOCIAL_ASSISTANCE_FACILITIES', 'VOCATIONAL_TRAINING_FACILITIES'].map((indicator) => ({
      indicator,
      frequency: 'S' as const,
    })),
    { indicator: 'TRAINED_WORKERS', frequency: 'A' },
  ],
  spare: ['POOR_HOUSEHOLDS', 'CHILDREN_IN_NEED'].map((indicator) => ({ indicator, frequency: 'A' })),
  open: openFolder,
};

async function openFolder(now: () => Date): Promise<FolderSystem> {
  const { path, remove } = await tempFolder('faults-labour');
  let look: Look = async () => {};
  const department = labourDepartment(
    Object.assign(new FolderLooks(), { list: async (folder: string) => look().then(() => listFolder(folder)) }),
  );
  const sandbox = await department.startSandbox({ port: 0, dataDir: path, catalogue, log });
  const folder = sandbox.variables.LABOUR_FOLDER ?? '';
  const aside = `${folder}-aside`;
  const keep = () => cp(folder, aside, { recursive: true, preserveTimestamps: true });
  await keep();
  const { options, close } = await testOptions({ ...TIMES, LABOUR_MAX_AGE: MAX_AGE, LABOUR_BUDGET: '100000' });
  const choice = {
    from: 'source',
    sample: true,
    settings: department.parse(sandbox.variables, { catalogue }),
  } as const;
  const running = await startOwner(department, choice, { ...options, now });
  const served = await serveSubgraph(running, { host: '127.0.0.1', port: 0, secret: null, log });
  return {
    variables: { SUBGRAPH_LABOUR_URL: served.url },
    secrets: [path, new URL(served.url).host, 'LABOUR_FOLDER'],
    folder,
    looks: (how) => {
      look = how;
    },
    write: async (name, content, changed = SETTLED) => {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      await utimes(file, changed, changed);
    },
    mend: async () => {
      look = async () => {};
      await rm(folder, { recursive: true, force: true });
      await rename(aside, folder);
      await keep();
    },
    close: async () => {
      await served.close();
      await running.close();
      await close();
      await sandbox.close();
      await remove();
    },
  };
}
