import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { OwnerName } from '../../schema/subgraphs.js';
import type { DepartmentSource } from '../../subgraphs/core/department.js';
import type { SourceErrorCode } from '../../subgraphs/core/errors.js';
import { period } from '../../subgraphs/core/period.js';
import { departmentNamed } from '../../subgraphs/departments.js';
import type { ListFolder } from '../../subgraphs/labour/folder.js';
import { FolderLooks } from '../../subgraphs/labour/folder-looks.js';
import { labourDepartment } from '../../subgraphs/labour/index.js';
import { periodCode } from '../../subgraphs/social-insurance/codes.js';
import { call as databaseCall, ownDatabase } from '../education/database.js';
import { catalogue, dropFolder, jobsForm, log } from '../labour/drop-folder.js';
import { agencyFolder } from '../programme/stage.js';
import { type Reply, startFront, withBody } from '../social-insurance/front.js';
import { type Fault, faultProxy, httpReply, through } from '../support/fault-proxy.js';
import { tempFolder } from '../support/temp.js';

/** A department's system that holds one indicator of the city for two periods, to be spoilt by its own means. */
export interface Spoilable {
  readonly source: DepartmentSource;
  readonly indicator: string;
  /** The figure of this period is the one that `blank` takes out; the other one stays. */
  readonly blanked: string;
  readonly kept: string;
  blank(): Promise<void>;
  /** Ways in which the system refuses, each with the code that has to come of it. */
  readonly refusals: readonly { readonly code: SourceErrorCode; refuse(): Promise<void> }[];
  rubbish(): Promise<void>;
  close(): Promise<void>;
}

const HALVES = { blanked: '2023-S1', kept: '2022-S2' } as const;
const MONTHS = { blanked: '2023-06', kept: '2023-05' } as const;

/** Each department's system in a state to be spoilt. */
export const SPOILABLE: Readonly<Record<OwnerName, () => Promise<Spoilable>>> = {
  health: () =>
    httpSystem('health', 'HEALTH_MANAGEMENT', {
      path: '/api/analytics',
      blank: (body) => {
        const at = (body.headers as { name: string }[]).findIndex(({ name }) => name === 'value');
        const rows = body.rows as string[][];
        return { ...body, rows: rows.map((row) => (row.includes('2023S1') ? row.with(at, '') : row)) };
      },
      refusal: { status: 409, body: '{"httpStatusCode":409,"status":"ERROR","errorCode":"E7120"}' },
    }),
  'social-insurance': () =>
    httpSystem('social-insurance', 'PENSION', {
      path: '/v1/statistics/search',
      blank: (body) => {
        const items = body.items as { period: string }[];
        const spoilt = periodCode(period(HALVES.blanked));
        const blanks = { numerator: null, rate: null };
        return { ...body, items: items.map((item) => (item.period === spoilt ? { ...item, ...blanks } : item)) };
      },
      refusal: { status: 422, body: '{"title":"The question cannot be answered"}' },
    }),
  education: databaseSystem,
  labour: folderSystem,
  programme: fileSystem,
};

interface HttpMeans {
  /** The path of the figures. */
  readonly path: string;
  blank(body: Record<string, unknown>): object;
  /** How the system refuses a question that it understands. */
  readonly refusal: Pick<Reply, 'status' | 'body'>;
}

/** A sandbox behind a front that changes what the real system answers. */
async function httpSystem(owner: OwnerName, indicator: string, means: HttpMeans): Promise<Spoilable> {
  const department = departmentNamed(owner);
  if (!department) throw new Error(`There is no department ${owner}.`);
  const folder = await tempFolder(`spoilt-${owner}`);
  const sandbox = await department.startSandbox({ port: 0, dataDir: folder.path, catalogue, log });
  const name = Object.keys(sandbox.variables).find((variable) => variable.endsWith('_URL')) ?? '';
  let spoil = (reply: Reply): Reply => reply;
  const front = await startFront(sandbox.variables[name] ?? '', ({ route, reply }) =>
    route.includes(means.path) ? spoil(reply) : reply,
  );
  const settings = department.parse({ ...sandbox.variables, [name]: front.url }, { catalogue });
  const source = await department.open(settings, { catalogue, log });
  const refusal = (code: SourceErrorCode, answer: Pick<Reply, 'status' | 'body'>) => ({
    code,
    refuse: async () => {
      spoil = (reply) => ({ ...reply, ...answer });
    },
  });
  return {
    ...{ source, indicator, ...HALVES },
    blank: async () => {
      spoil = (reply) => withBody(reply, means.blank);
    },
    refusals: [
      refusal('SOURCE_UNAUTHORIZED', { status: 403, body: '{"message":"not yours"}' }),
      refusal('SOURCE_REFUSED', means.refusal),
    ],
    rubbish: async () => {
      spoil = (reply) => ({ ...reply, body: '<html>Bảo trì</html>' });
    },
    close: async () => {
      await source.close();
      await front.close();
      await sandbox.close();
      await folder.remove();
    },
  };
}

/** A PostgreSQL server behind a proxy: what it holds and grants is changed, or the wire answers in its place. */
async function databaseSystem(): Promise<Spoilable> {
  const database = await ownDatabase();
  const proxy = await faultProxy(Number(new URL(database.server.url).port));
  const insert = (text: string, value: string) =>
    database.admin(`insert into "Thống kê".cells values ('TH', 1, 100, '${text}', ${value}, null, null, null)`);
  for (const text of [HALVES.blanked, HALVES.kept]) await insert(text, '2850');
  const source = await database.source({ url: through(proxy, database.url('reader')) });
  const fields = 'SFATAL\0C28P01\0Mpassword authentication failed\0\0';
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  const wrongPassword: Fault = { reply: `E${length.toString('latin1')}${fields}` };
  return {
    ...{ source, indicator: 'SCHOOLS', ...HALVES },
    blank: async () => {
      await database.admin(`update "Thống kê".cells set tri_so = null where ky = '${HALVES.blanked}'`);
    },
    refusals: [
      {
        code: 'SOURCE_UNAUTHORIZED',
        refuse: async () => {
          await proxy.set(wrongPassword);
          // The connection that stood until now is gone: whoever asks first may find only that out.
          await Promise.allSettled([source.ping(databaseCall())]);
        },
      },
      {
        code: 'SOURCE_REFUSED',
        refuse: async () => {
          await proxy.set('none');
          await database.admin('revoke select on all tables in schema "Thống kê" from reader');
        },
      },
    ],
    rubbish: () => proxy.set(httpReply('200 OK', 'text/html', '<html>Bảo trì</html>'.repeat(50))),
    close: async () => {
      await source.close();
      await proxy.close();
      await database.close();
    },
  };
}

/** Looks at a folder as an account that has lost its right to it: root, as which tests may run, never loses one. */
function lockableLooks() {
  const right = { lost: false };
  const looks = new FolderLooks();
  const list: ListFolder = async (folder) => {
    if (right.lost) throw Object.assign(new Error(`EACCES: scandir ${folder}`), { code: 'EACCES' });
    return looks.list(folder);
  };
  return { right, looks: Object.assign(new FolderLooks(), { list }) };
}

async function folderSystem(): Promise<Spoilable> {
  const folder = await dropFolder();
  const { right, looks } = lockableLooks();
  const department = labourDepartment(looks);
  await folder.drop('may.xlsx', jobsForm({ period: 'Tháng 5 năm 2023' }));
  await folder.drop('june.xlsx', jobsForm({}));
  const source = await department.open(department.parse({ LABOUR_FOLDER: folder.path }, { catalogue }), {
    catalogue,
    log,
  });
  const rubbish = Buffer.from('no workbook');
  return {
    ...{ source, indicator: 'JOBS', ...MONTHS },
    blank: async () => {
      await folder.drop('june.xlsx', jobsForm({ districts: { 'DISTRICT-001': null }, total: null }), new Date(1));
    },
    refusals: [
      {
        code: 'SOURCE_UNAUTHORIZED',
        refuse: async () => {
          right.lost = true;
        },
      },
    ],
    rubbish: async () => {
      right.lost = false;
      for (const file of ['may.xlsx', 'june.xlsx']) await folder.drop(file, rubbish, new Date(2));
    },
    close: async () => {
      await source.close();
      await folder.remove();
    },
  };
}

/** The standing agency's folder: it refuses nobody, it can only be gone, which tests/programme has. */
async function fileSystem(): Promise<Spoilable> {
  const row = (text: string, parts: string) => `CREMATION,CITY,01,${text},${parts},,,,2023-07-15,`;
  const kept = row(HALVES.kept, '7,9');
  const folder = await agencyFolder([kept, row(HALVES.blanked, '8,9')]);
  const department = departmentNamed('programme');
  if (!department) throw new Error('There is no department programme.');
  const source = await department.open(department.parse({ PROGRAMME_FILES: folder.path }, { catalogue }), {
    catalogue,
    log,
  });
  let saves = 0;
  const save = async (...rows: string[]) => {
    await folder.writeFigures(rows);
    const time = new Date(++saves);
    await utimes(join(folder.path, 'figures.csv'), time, time);
  };
  return {
    ...{ source, indicator: 'CREMATION', ...HALVES },
    blank: () => save(kept, row(HALVES.blanked, ',9')),
    refusals: [],
    rubbish: () => save(kept, row(HALVES.blanked, 'tám,9')),
    close: async () => {
      await source.close();
      await folder.remove();
    },
  };
}
