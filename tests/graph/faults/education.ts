import pg from 'pg';
import { type Postgres, startPostgres } from '../../../subgraphs/core/postgres/server.js';
import { Faults } from '../../../subgraphs/core/table.js';
import { DEFAULT_MAPPING, readMapping } from '../../../subgraphs/education/mapping.js';
import { ANSWER } from '../../../subgraphs/education/question.js';
import { loadSample } from '../../../subgraphs/education/sandbox/load.js';
import { catalogue, log } from '../../labour/drop-folder.js';
import { type Fault, faultProxy, httpReply, through } from '../../support/fault-proxy.js';
import { tempFolder } from '../../support/temp.js';
import { type Breakable, type Case, type Cell, IN_FUTURE, type Matrix, SECRET } from './fault.js';

const ROLE = 'graph_reader';
const PASSWORD = 'only-for-reading-4711';
const DATABASE = 'schools';

/** The department's database behind a proxy: what it holds and grants is changed by its superuser. */
interface DatabaseSystem extends Breakable {
  wire(fault: Fault): Promise<void>;
  /** Statements of the superuser in the department's database, or in another one; to be taken back by others when mended. */
  change(statements: readonly string[], back?: readonly string[], database?: string): Promise<void>;
  /** Statements in a transaction that stays open until the database is mended. */
  hold(statement: string): Promise<void>;
  /** The server ends in the middle of everything. */
  kill(): Promise<void>;
}

type Column = (typeof ANSWER)[number];

/** The view that others read, with some of its columns or rows changed. */
function view(columns: Partial<Record<Column, string>>, rest = ''): string {
  const selected = ANSWER.map((name) => `${columns[name] ?? name} as ${name}`).join(', ');
  return `create or replace view graph.observations as select ${selected} from registry.observations ${rest}`;
}

const there = (columns: Partial<Record<Column, string>>, rest?: string) => (system: DatabaseSystem) =>
  system.change([view(columns, rest)], [view({})]);

/** Changes the city's rate of schools at the national standard in the first half of 2023. */
function cell(columns: Partial<Record<Column, string>>) {
  const isIt = `indicator = 'CHUAN_QUOC_GIA' and area_level = 'THANH_PHO' and period = '2023-S1'`;
  const changed = Object.entries(columns).map(([name, sql]) => [
    name,
    `case when ${isIt} then ${sql} else ${name} end`,
  ]);
  return there(Object.fromEntries(changed));
}

const only = ({ indicator, period }: Cell) => indicator === 'NATIONAL_STANDARD_SCHOOLS' && period === '2023-S1';

const END_CONNECTIONS = `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${ROLE}'`;

/** A PostgreSQL ErrorResponse as its protocol has it. */
function refusal(state: string): Fault {
  const fields = `SFATAL\0C${state}\0M${SECRET}\0\0`;
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return { reply: `E${length.toString('latin1')}${fields}` };
}

const onWire =
  (fault: Fault) =>
  (system: DatabaseSystem): Promise<void> =>
    system.wire(fault);

const CASES: Case<DatabaseSystem>[] = [
  {
    ...{ fault: 'refused', how: 'nobody listens', outcome: { fails: 'SOURCE_UNREACHABLE' } },
    breaks: onWire('down'),
  },
  {
    ...{ fault: 'hangs', how: 'the connection stands and nothing comes' },
    outcome: { fails: 'SOURCE_TIMEOUT', silent: true },
    breaks: onWire('hangs'),
  },
  {
    ...{ fault: 'slow drip', how: 'a byte every 50 ms', outcome: { fails: 'SOURCE_TIMEOUT', silent: true } },
    breaks: onWire({ drips: 50 }),
  },
  {
    ...{ fault: '500', how: 'it is shutting down, says the server', outcome: { fails: 'SOURCE_FAILED' } },
    breaks: onWire(refusal('57P03')),
  },
  {
    ...{ fault: '401 for good', how: 'another password', outcome: { fails: 'SOURCE_UNAUTHORIZED' } },
    breaks: (system) =>
      system.change(
        [`alter role ${ROLE} password 'changed'`, END_CONNECTIONS],
        [`alter role ${ROLE} password '${PASSWORD}'`],
      ),
  },
  {
    ...{ fault: '401 for good', how: 'the right to read is taken away', outcome: { fails: 'SOURCE_REFUSED' } },
    breaks: (system) =>
      system.change(
        [`revoke select on graph.observations from ${ROLE}`],
        [`grant select on graph.observations to ${ROLE}`],
      ),
  },
  {
    ...{ fault: '429', how: 'no more connections for the role', outcome: { fails: 'SOURCE_FAILED' } },
    breaks: (system) =>
      system.change(
        [`alter role ${ROLE} connection limit 0`, END_CONNECTIONS],
        [`alter role ${ROLE} connection limit 10`],
      ),
  },
  {
    ...{ fault: 'cut in mid-body', how: 'after 3,000 bytes', outcome: { fails: 'SOURCE_UNREACHABLE' } },
    breaks: onWire({ cutAfter: 3000 }),
  },
  {
    ...{ fault: 'wrong content type', how: 'a web server listens there', outcome: { fails: 'SOURCE_UNREADABLE' } },
    breaks: onWire(httpReply('200 OK', 'text/html', `<html>${SECRET}</html>`)),
  },
  {
    ...{ fault: 'rubbish body', how: 'no protocol at all', outcome: { fails: 'SOURCE_UNREADABLE' } },
    breaks: onWire({ reply: `${SECRET.repeat(20)}\n` }),
  },
  {
    ...{
      fault: 'endless body',
      how: 'each row again and again without an end',
      outcome: { fails: 'SOURCE_UNREADABLE' },
    },
    breaks: there(
      {},
      'cross join (with recursive n(i) as (select 1 union all select i + 1 from n) select i from n) as endless',
    ),
  },
  {
    ...{ fault: 'empty', how: 'a view without rows' },
    outcome: { holds: 'FEWER_AREAS', cells: () => true, isEmpty: true },
    breaks: there({}, 'where false'),
  },
  {
    ...{ fault: 'half of the pages', how: 'the city and half of the districts are gone' },
    outcome: { holds: 'FEWER_AREAS', cells: () => true },
    breaks: there(
      {},
      `where area_code in (select code from registry.districts order by code limit (select count(*) / 2 from registry.districts))`,
    ),
  },
  {
    ...{ fault: 'database gone', how: 'the server ends and comes back', outcome: { fails: 'SOURCE_UNREACHABLE' } },
    breaks: (system) => system.kill(),
  },
  {
    ...{ fault: 'database gone', how: 'there is none of that name any more', outcome: { fails: 'SOURCE_REFUSED' } },
    breaks: (system) =>
      system.change(
        [END_CONNECTIONS, `alter database ${DATABASE} rename to aside`],
        [`alter database aside rename to ${DATABASE}`],
        'postgres',
      ),
  },
  {
    ...{ fault: 'workbook locked', how: 'the table is locked while it is filled anew' },
    outcome: { fails: 'SOURCE_TIMEOUT', silent: true },
    breaks: (system) => system.hold('refresh materialized view registry.observations'),
  },
  {
    ...{ fault: 'spoilt', how: 'a number that is none' },
    outcome: { holds: 'UNREADABLE', cells: only },
    breaks: cell({ value: `'NaN'::double precision` }),
  },
  {
    ...{ fault: 'a zip bomb', how: 'a text that is stored in little and unpacks to 21 MB' },
    outcome: { fails: 'SOURCE_UNREADABLE' },
    breaks: there({ document: `repeat('x', 21000000)` }),
  },
  {
    ...{ fault: 'wrong figures', how: 'a rate a hundred times too large' },
    outcome: { holds: 'UNIT', cells: only },
    breaks: cell({ value: '100 * value' }),
  },
  {
    ...{ fault: 'wrong figures', how: 'a part larger than its whole' },
    outcome: { holds: 'NUMERATOR_ABOVE_DENOMINATOR', cells: only, wrong: ['98765432'] },
    breaks: cell({ numerator: '98765432', value: '100 * 98765432.0 / denominator' }),
  },
  {
    ...{ fault: 'wrong figures', how: 'a step that is not plausible' },
    outcome: { holds: 'JUMP', cells: only },
    breaks: cell({ numerator: 'round(numerator / 3)', value: '100 * round(numerator / 3) / denominator' }),
  },
  {
    ...{ fault: 'wrong figures', how: 'the city is not the sum of its districts' },
    outcome: { holds: 'SUM_OF_DISTRICTS', cells: only },
    breaks: cell({ numerator: 'numerator + 7', value: '100 * (numerator + 7) / denominator' }),
  },
  {
    ...{ fault: 'clock skew', how: 'a figure that says it was published in years' },
    outcome: { holds: 'PUBLISHED_IN_FUTURE', cells: only, wrong: ['2031-09-09'] },
    breaks: cell({ published_at: `timestamptz '${IN_FUTURE}'` }),
  },
  {
    ...{ fault: 'clock skew', how: 'the server is set to a zone half a day away', outcome: 'answers' },
    breaks: (system) =>
      system.change(
        [`alter role ${ROLE} set timezone = 'Pacific/Kiritimati'`, END_CONNECTIONS],
        [`alter role ${ROLE} reset timezone`],
      ),
  },
];

export const EDUCATION: Matrix<DatabaseSystem> = {
  department: 'education',
  rows: [...CASES, { fault: '401 then token renewed', why: 'a database knows passwords: no request renews them' }],
  unasked: [
    { indicator: 'SCHOOLS', frequency: 'S' },
    ...['PUPILS', 'SCHOOLS', 'SCHOOL_MILK', 'NATIONAL_STANDARD_SCHOOLS'].map((indicator) => ({
      indicator,
      frequency: 'A' as const,
    })),
  ],
  spare: ['SCHOOLS', 'SCHOOL_MILK', 'NATIONAL_STANDARD_SCHOOLS'].flatMap((indicator) =>
    (['Q', 'M'] as const).map((frequency) => ({ indicator, frequency })),
  ),
  open: openDatabase,
};

async function openDatabase(): Promise<DatabaseSystem> {
  const folder = await tempFolder('faults-education');
  let server: Postgres | null = await startPostgres({ dataDir: folder.path, durable: false, log });
  const { port, url } = server;
  const at = (database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const faults = new Faults();
  const mapping = readMapping(DEFAULT_MAPPING, catalogue, faults);
  await asAdmin(at('postgres'), (admin) => admin.query(`create database ${DATABASE}`));
  await asAdmin(at(DATABASE), (admin) => loadSample(admin, mapping, { name: ROLE, password: PASSWORD }));
  const proxy = await faultProxy(port);
  const reader = new URL(through(proxy, at(DATABASE)));
  reader.username = ROLE;
  reader.password = PASSWORD;
  /** What takes back what was changed, the last first. */
  let repairs: (() => Promise<unknown>)[] = [];
  const run = (statements: readonly string[], database: string) =>
    asAdmin(at(database), async (admin) => {
      for (const statement of statements) await admin.query(statement);
    });
  return {
    variables: {
      EDUCATION_URL: reader.href,
      EDUCATION_SAMPLE: 'true',
      EDUCATION_BUDGET: '100000',
    },
    secrets: [PASSWORD, ROLE, folder.path, `:${port}`, `:${proxy.port}`, 'registry.', 'graph.observations'],
    wire: (fault) => proxy.set(fault),
    change: async (statements, back = [], database = DATABASE) => {
      repairs.push(() => run(back, database));
      await run(statements, database);
    },
    hold: async (statement) => {
      const client = new pg.Client(at(DATABASE));
      await client.connect();
      repairs.push(() => client.end());
      await client.query('begin');
      await client.query(statement);
    },
    kill: async () => {
      repairs.push(async () => {
        server = await startPostgres({ dataDir: folder.path, port, durable: false, log });
        await asAdmin(at(DATABASE), (admin) => loadSample(admin, mapping, { name: ROLE, password: PASSWORD }));
      });
      await server?.close();
      server = null;
    },
    mend: async () => {
      const all = repairs.reverse();
      repairs = [];
      for (const repair of all) await repair();
      await proxy.set('none');
    },
    close: async () => {
      await proxy.close();
      await server?.close();
      await folder.remove();
    },
  };
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(url);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
