import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { OWNERS } from '../../../schema/subgraphs.js';
import { SettingsFault } from '../../../subgraphs/core/errors.js';
import { type JournalDatabase, openJournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { JournalError } from '../../../subgraphs/core/journal/journal-error.js';
import { migrate, migrations, serverFaults } from '../../../subgraphs/core/journal/migrations.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { serverOn } from '../../../subgraphs/core/postgres/running.js';
import { type Postgres, startPostgres } from '../../../subgraphs/core/postgres/server.js';
import type { EmbeddedServer } from '../../../subgraphs/core/postgres/shared.js';
import { tempFolder } from '../../support/temp.js';
import { endHolder, runs, startHolder } from '../postgres-process.js';

const log = makeLogger('silent');
const holders: ChildProcess[] = [];
const open: JournalDatabase[] = [];
let temp: Awaited<ReturnType<typeof tempFolder>>;

beforeAll(async () => {
  temp = await tempFolder('journal-database');
});

afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  for (const database of open.splice(0)) await database.close();
});

afterAll(() => temp.remove());

async function opened(options: { url: string | null; dataDir?: string }): Promise<JournalDatabase> {
  const database = await openJournalDatabase({ dataDir: join(temp.path, 'unused'), log, ...options });
  open.push(database);
  return database;
}

const insert = (identity: string) => (client: pg.ClientBase) =>
  client.query('INSERT INTO source (identity, sample) VALUES ($1, true)', [identity]);

const identities = async (client: pg.ClientBase): Promise<string[]> =>
  (await client.query<{ identity: string }>('SELECT identity FROM source ORDER BY id')).rows.map((row) => row.identity);

async function failing(promise: Promise<unknown>): Promise<JournalError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(JournalError);
  return error as JournalError;
}

describe('a server by its address', () => {
  let server: Postgres;
  let address: string;
  let number = 0;

  beforeAll(async () => {
    server = await startPostgres({ dataDir: join(temp.path, 'server'), log, durable: false });
  });

  beforeEach(async () => {
    // Roles are the whole server's; what a test makes in a database of its own goes with the names of that test.
    number += 1;
    address = await databaseNamed(`test_${number}`);
  });

  afterAll(() => server.close());

  async function administer(url: string, ...statements: string[]): Promise<pg.QueryResult[]> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      const results: pg.QueryResult[] = [];
      for (const statement of statements) results.push(await client.query(statement));
      return results;
    } finally {
      await client.end();
    }
  }

  /** Ends a connection at the server, by the superuser's hand, and waits until it is noticed here. */
  async function terminate(client: pg.ClientBase): Promise<void> {
    const noticed = new Promise((resolve) => client.once('end', () => resolve(null)));
    // The driver knows the number of its connection's process, also when nobody asks by it.
    await administer(server.url, `SELECT pg_terminate_backend(${'processID' in client ? client.processID : 0})`);
    await noticed;
  }

  async function databaseNamed(name: string): Promise<string> {
    await administer(server.url, `CREATE DATABASE ${name}`);
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  function as(account: string, password: string, url = address): string {
    const own = new URL(url);
    own.username = account;
    own.password = password;
    return own.href;
  }

  async function withoutRoles(): Promise<void> {
    const [found] = await administer(server.url, `SELECT rolname FROM pg_roles WHERE rolname LIKE 'journal\\_%'`);
    for (let at = 1; at <= number; at += 1) {
      for (const { rolname } of found?.rows ?? []) {
        await administer(server.url.replace(/\/postgres$/, `/test_${at}`), `DROP OWNED BY ${rolname} CASCADE`);
      }
    }
    for (const { rolname } of found?.rows ?? []) await administer(server.url, `DROP ROLE ${rolname}`);
  }

  test('every owner has a schema and a role of its own, and works in it', async () => {
    const database = await opened({ url: address });
    await Promise.all(OWNERS.map((owner) => database.prepare(owner)));
    for (const owner of OWNERS) {
      await database.transaction(owner, insert(`of ${owner}`));
      const [row] = (
        await database.use(owner, (client) => client.query(`SELECT current_user AS role, current_schema AS schema`))
      ).rows;
      const part = `journal_${owner.replace('-', '_')}`;
      expect(row).toEqual({ role: part, schema: part });
    }
    for (const owner of OWNERS) expect(await database.use(owner, identities)).toEqual([`of ${owner}`]);
  });

  test('an owner can neither read nor write another one’s journal', async () => {
    const database = await opened({ url: address });
    await Promise.all([database.prepare('health'), database.prepare('labour')]);
    for (const statement of [
      'SELECT * FROM journal_labour.source',
      `INSERT INTO journal_labour.source (identity, sample) VALUES ('x', true)`,
      'CREATE TABLE journal_labour.mine ()',
    ]) {
      const error = await failing(database.transaction('health', (client) => client.query(statement)));
      expect(error.detail).toContain('42501 permission denied');
    }
    expect(await database.use('labour', identities)).toEqual([]);
  });

  test('preparing twice, and in several processes at once, makes the tables once', async () => {
    const several = await Promise.all([1, 2, 3].map(() => opened({ url: address })));
    await Promise.all(several.flatMap((database) => [database.prepare('health'), database.prepare('education')]));
    const [first] = several as [JournalDatabase];
    await first.transaction('health', insert('kept'));
    await first.prepare('health');
    const { rows } = await first.use('health', (client) => client.query('SELECT version, name FROM migration'));
    expect(rows).toEqual(migrations().map(({ version, name }) => ({ version, name })));
    expect(await first.use('health', identities)).toEqual(['kept']);
  });

  test('later steps are run once, in order, after those that have been run', async () => {
    const database = await opened({ url: address });
    await database.prepare('health');
    const last = migrations().length;
    const steps = [
      ...migrations(),
      { version: last + 1, name: 'second', sql: 'CREATE TABLE second (number integer); INSERT INTO second VALUES (2)' },
      { version: last + 2, name: 'third', sql: 'INSERT INTO second VALUES (3)' },
    ];
    const client = new pg.Client(address);
    await client.connect();
    for (let twice = 0; twice < 2; twice += 1) {
      await client.query('BEGIN');
      await migrate(client, 'health', steps);
      await client.query('COMMIT');
    }
    await client.end();
    const { rows } = await database.use('health', (held) => held.query('SELECT number FROM second ORDER BY number'));
    expect(rows).toEqual([{ number: 2 }, { number: 3 }]);
    // For a release that does not know the last steps, these tables are of a later one.
    await expect(database.prepare('health')).rejects.toThrow(SettingsFault);
    await expect(database.prepare('health')).rejects.toThrow(
      `The journal of health is at version ${last + 2}, which a later release made; this release knows versions up to ${last}.`,
    );
  });

  test('a step that fails leaves nothing behind', async () => {
    const client = new pg.Client(address);
    await client.connect();
    await client.query('BEGIN');
    const steps = [
      ...migrations(),
      { version: migrations().length + 1, name: 'second', sql: 'CREATE TABLE half (); SELECT nothing' },
    ];
    await expect(migrate(client, 'health', steps)).rejects.toThrow('nothing');
    await client.query('ROLLBACK');
    const { rows } = await client.query(`SELECT to_regclass('journal_health.source') AS source`);
    expect(rows).toEqual([{ source: null }]);
    await client.end();
  });

  test('an account without rights gets the statements that an administrator has to run, and they suffice', async () => {
    await withoutRoles();
    await administer(server.url, `CREATE ROLE "plain-account" LOGIN PASSWORD 'plain-secret'`);
    const database = await opened({ url: as('plain-account', 'plain-secret') });
    const refused = await database.prepare('social-insurance').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SettingsFault);
    const [fault = ''] = (refused as SettingsFault).faults;
    expect(fault).toContain('the account plain-account may not set up the journal of social-insurance');
    expect(inspect(refused, { depth: 10 })).not.toContain('plain-secret');
    const [, statements = ''] = /has to run in the database test_\d+: (.*;)$/.exec(fault) ?? [];
    expect(statements).toBe(
      'CREATE ROLE journal_social_insurance NOLOGIN; ' +
        'GRANT journal_social_insurance TO "plain-account"; ' +
        'CREATE SCHEMA journal_social_insurance AUTHORIZATION journal_social_insurance;',
    );
    await administer(address, ...statements.split('; '));
    await database.prepare('social-insurance');
    await database.transaction('social-insurance', insert('one'));
    expect(await database.use('social-insurance', identities)).toEqual(['one']);
  });

  test('an account that may make roles and schemas, and no more, sets the journals up by itself', async () => {
    await withoutRoles();
    await administer(
      address,
      `CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'maker-secret'`,
      `GRANT CREATE ON DATABASE test_${number} TO maker`,
    );
    const database = await opened({ url: as('maker', 'maker-secret') });
    await database.prepare('health');
    await database.prepare('health');
    await database.transaction('health', insert('one'));
    expect(await database.use('health', identities)).toEqual(['one']);
    await database.close();
    await withoutRoles();
    await administer(address, 'DROP OWNED BY maker', 'DROP ROLE maker');
  });

  test('a server that is too old or has another encoding is refused', async () => {
    expect(serverFaults({ version: 130_011, encoding: 'LATIN1', database: 'old' })).toEqual([
      'DATABASE_URL: the server is PostgreSQL 13; the journal needs 14 or later.',
      expect.stringContaining('the database old is encoded in LATIN1; the journal needs one in UTF8'),
    ]);
    expect(serverFaults({ version: 140_000, encoding: 'UTF8', database: 'new' })).toEqual([]);
    await administer(server.url, `CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE_PROVIDER libc`);
    const database = await opened({ url: address.replace(/\/test_\d+$/, '/ascii') });
    await expect(database.prepare('health')).rejects.toThrow('is encoded in SQL_ASCII');
  });

  test('what is read at once is one state, and reading changes nothing', async () => {
    const database = await opened({ url: address });
    await database.prepare('health');
    const [before, after] = await database.use('health', async (client) => {
      const first = await identities(client);
      await database.transaction('health', insert('in between'));
      return [first, await identities(client)];
    });
    expect([before, after]).toEqual([[], []]);
    const error = await failing(database.use('health', insert('by reading')));
    expect(error.detail).toContain('read-only transaction');
    expect(await database.use('health', identities)).toEqual(['in between']);
  });

  test('a transaction is all or nothing, and what the work throws comes through', async () => {
    const database = await opened({ url: address });
    await database.prepare('health');
    const own = new Error('own');
    await expect(
      database.transaction('health', async (client) => {
        await insert('lost')(client);
        throw own;
      }),
    ).rejects.toBe(own);
    const error = await failing(
      database.transaction('health', async (client) => {
        await insert('lost')(client);
        await client.query('SELECT nothing');
      }),
    );
    expect(error).toMatchObject({ owner: 'health', code: 'JOURNAL_UNREACHABLE' });
    expect(error.detail).toContain('42703 column "nothing" does not exist');
    expect(await database.use('health', identities)).toEqual([]);
  });

  test('a statement that failed and was passed over is not taken for success', async () => {
    const database = await opened({ url: address });
    await database.prepare('health');
    const error = await failing(
      database.transaction('health', async (client) => {
        await insert('lost')(client);
        await client.query('SELECT nothing').catch(() => undefined);
      }),
    );
    expect(error.detail).toContain('nothing was recorded');
    expect(await database.use('health', identities)).toEqual([]);
  });

  test('no more than two connections, named and bounded, whatever is asked at once', async () => {
    const database = await opened({ url: `${address}?application_name=other&options=-c%20statement_timeout%3D0` });
    await database.prepare('health');
    const counted = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.use('health', async (client) => {
          await client.query('SELECT pg_sleep(0.01)');
          const { rows } = await client.query(
            `SELECT count(*)::int AS connections FROM pg_stat_activity
              WHERE application_name = 'hanoi-indicator-graph-journal' AND datname = current_database()`,
          );
          return rows[0].connections as number;
        }),
      ),
    );
    expect(Math.max(...counted)).toBe(2);
    const { rows } = await database.use('health', (client) =>
      client.query(
        `SELECT current_setting('statement_timeout') AS statement,
                current_setting('idle_in_transaction_session_timeout') AS idle`,
      ),
    );
    expect(rows).toEqual([{ statement: '10s', idle: '30s' }]);
  });

  test('a connection that the server ends is replaced: while it is idle, and while it reads', async () => {
    const database = await opened({ url: address });
    await database.prepare('health');
    await database.transaction('health', insert('one'));
    let idle: pg.ClientBase | null = null;
    await database.use('health', async (client) => {
      idle = client;
    });
    await terminate(idle as unknown as pg.ClientBase);
    expect(await database.use('health', identities)).toEqual(['one']);
    let times = 0;
    const read = await database.use('health', async (client) => {
      times += 1;
      if (times === 1) await terminate(client);
      return identities(client);
    });
    expect({ read, times }).toEqual({ read: ['one'], times: 2 });
  });

  test('a transaction whose connection breaks before its COMMIT is done again, and recorded once', async () => {
    const database = await opened({ url: address });
    await database.prepare('health');
    let times = 0;
    await database.transaction('health', async (client) => {
      times += 1;
      await insert('once')(client);
      if (times > 1) return;
      await terminate(client);
    });
    expect(times).toBe(2);
    expect(await database.use('health', identities)).toEqual(['once']);
  });

  test('it is done again once: who breaks it each time gets a JournalError', async () => {
    const database = await opened({ url: address });
    await database.prepare('health');
    let times = 0;
    const error = await failing(
      database.use('health', async (client) => {
        times += 1;
        await terminate(client);
        return identities(client);
      }),
    );
    expect(times).toBe(2);
    expect(error.detail).toMatch(/57P01|terminated|ECONNRESET/);
    expect(await database.use('health', identities)).toEqual([]);
  });

  test('a transaction whose COMMIT got no answer is not done again: nobody knows whether it was recorded', async () => {
    const wire = await cuttable(server.port);
    const through = new URL(address);
    through.port = String(wire.port);
    const database = await opened({ url: through.href });
    await database.prepare('health');
    let times = 0;
    wire.cutAt('COMMIT\0');
    const error = await failing(
      database.transaction('health', async (client) => {
        times += 1;
        await insert('perhaps')(client);
      }),
    );
    expect(times).toBe(1);
    expect(error.detail).toContain('it is not known whether the transaction was recorded');
    // The server had got it.
    expect(await database.use('health', identities)).toEqual(['perhaps']);
    await wire.close();
  });

  test('a server that cannot be reached, a wrong password, a database that is not there: no secret is told', async () => {
    const wrong = [
      [as('postgres', 'wrong-secret'), /28P01/],
      [as('postgres', 'wrong-secret').replace(`:${server.port}`, ':1'), /ECONNREFUSED/],
      [`${server.url.replace(/\/postgres$/, '/missing')}`, /3D000/],
    ] as const;
    for (const [url, what] of wrong) {
      const error = await failing((await opened({ url })).prepare('health'));
      expect(error.detail).toMatch(what);
      const told = inspect(error, { depth: 10, showHidden: true });
      expect(told).not.toContain('wrong-secret');
      expect(told).not.toContain(new URL(server.url).password);
    }
  });

  test('an address that is none is refused without being repeated', async () => {
    for (const url of ['nonsense-secret', 'mysql://me:secret@host/db', 'postgres://me:12/secret@host/db', '']) {
      const refused = await opened({ url }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(SettingsFault);
      expect((refused as SettingsFault).faults).toEqual([expect.stringMatching(/^DATABASE_URL cannot be read: /)]);
      expect(inspect(refused, { depth: 10 })).not.toMatch(/secret|mysql/);
    }
  });

  test('is none to have other databases beside the journals', async () => {
    expect(await (await opened({ url: address })).server()).toBeNull();
  });

  test('after its end it says so', async () => {
    const database = await opened({ url: address });
    await database.close();
    await database.close();
    expect((await failing(database.use('health', identities))).detail).toContain('closed');
  });
});

describe.skipIf(process.platform !== 'linux')('the embedded server', () => {
  let dataDir: string;
  const postmaster = () => serverOn(join(dataDir, 'journal', 'cluster'))?.pid as number;

  beforeAll(() => {
    dataDir = join(temp.path, 'data');
  });

  test('two processes that start together on an empty folder have one server and one set of tables', async () => {
    dataDir = join(temp.path, 'together');
    const both = await Promise.all([
      startHolder(holders, dataDir, 'journal'),
      startHolder(holders, dataDir, 'journal'),
    ]);
    expect(both[0].pid).toBe(both[1].pid);
    const database = await opened({ url: null, dataDir });
    expect((await database.use('health', identities)).sort()).toEqual(
      both.map(({ child }) => String(child.pid)).sort(),
    );
    for (const holder of both) expect(await endHolder(holder)).toBe('answered');
    // Whoever of them had the server has taken it along.
    expect(await database.use('health', identities)).toHaveLength(2);
    expect(postmaster()).not.toBe(both[0].pid);
    await database.close();
    expect(serverOn(join(dataDir, 'journal', 'cluster'))).toBeNull();
    dataDir = join(temp.path, 'data');
  });

  test('a killed server is started again by the next who asks, and nothing recorded is lost', async () => {
    const database = await opened({ url: null, dataDir });
    await database.prepare('health');
    const before = await database.use('health', identities);
    for (let time = 0; time < 3; time += 1) {
      await database.transaction('health', insert(`before ${time}`));
      const killed = postmaster();
      process.kill(killed, 'SIGKILL');
      await vi.waitFor(() => expect(runs(killed)).toBe(false));
      expect(await database.use('health', identities)).toEqual([
        ...before,
        ...Array.from({ length: time + 1 }, (_, at) => `before ${at}`),
      ]);
    }
  });

  test('many who ask while the server is killed all get their answer, from one server', async () => {
    const database = await opened({ url: null, dataDir });
    await database.prepare('health');
    await database.transaction('health', insert('there'));
    process.kill(postmaster(), 'SIGKILL');
    const answers = await Promise.all(Array.from({ length: 12 }, () => database.use('health', identities)));
    for (const answer of answers) expect(answer).toContain('there');
  });

  test('whoever joined carries on when the process that started the server ends or is killed', async () => {
    const holder = await startHolder(holders, dataDir, 'journal');
    const database = await opened({ url: null, dataDir });
    await database.prepare('health');
    await database.transaction('health', insert('joined'));
    expect(postmaster()).toBe(holder.pid);
    await endHolder(holder);
    expect(await database.use('health', identities)).toContain('joined');
    expect(postmaster()).not.toBe(holder.pid);
    await database.close();

    const second = await startHolder(holders, dataDir, 'journal');
    const joined = await opened({ url: null, dataDir });
    second.child.kill('SIGKILL');
    await once(second.child, 'exit');
    expect(await joined.use('health', identities)).toContain('joined');
    // A third process ends what the killed one had left, and takes the second one along.
    const third = await opened({ url: null, dataDir });
    expect(await third.use('health', identities)).toContain('joined');
    expect(runs(second.pid)).toBe(false);
    await joined.transaction('health', insert('after'));
    expect(await third.use('health', identities)).toContain('after');
  });

  test('whoever relies on the server finds it where it was when the process that started it ends, without asking', async () => {
    const holder = await startHolder(holders, dataDir, 'journal');
    const database = await opened({ url: null, dataDir });
    const { url } = (await database.server()) as EmbeddedServer;
    expect(postmaster()).toBe(holder.pid);
    await endHolder(holder);
    await vi.waitFor(async () => expect((await askedOnce(url)).rows).toEqual([{ answers: true }]), { timeout: 20_000 });
    expect(postmaster()).not.toBe(holder.pid);
    expect(await database.server()).toMatchObject({ url });
  });

  test('one of its processes that is killed takes all connections along, and none of the work', async () => {
    const database = await opened({ url: null, dataDir });
    await database.prepare('health');
    const [own] = (await database.use('health', (client) => client.query('SELECT pg_backend_pid() AS pid'))).rows;
    process.kill(own.pid, 'SIGKILL');
    expect(await database.use('health', identities)).toContain('joined');
  });

  test('only the connection broke: the server is still our own, and ends with us', async () => {
    const database = await opened({ url: null, dataDir });
    await database.prepare('health');
    const pid = postmaster();
    await database.transaction('health', insert('once more'));
    let times = 0;
    await database.use('health', async (client) => {
      times += 1;
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
      if (times > 1) return;
      const noticed = new Promise((resolve) => client.once('end', () => resolve(null)));
      process.kill(rows[0].pid, 'SIGTERM');
      await noticed;
    });
    expect(times).toBe(2);
    expect(await database.use('health', identities)).toContain('once more');
    expect(postmaster()).toBe(pid);
    await database.close();
    await vi.waitFor(() => expect(runs(pid)).toBe(false));
  });

  test('is durable and small', async () => {
    const database = await opened({ url: null, dataDir });
    await database.prepare('health');
    const { rows } = await database.use('health', (client) =>
      client.query(
        `SELECT name, setting FROM pg_settings
          WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers') ORDER BY name`,
      ),
    );
    expect(rows.map(({ name, setting }) => `${name} ${setting}`)).toEqual([
      'fsync on',
      'full_page_writes on',
      'shared_buffers 512',
      'synchronous_commit on',
    ]);
    expect(readFileSync(join(dataDir, 'journal', 'cluster', 'PG_VERSION'), 'utf8')).toMatch(/^\d+\n$/);
  });
});

async function askedOnce(url: string): Promise<pg.QueryResult> {
  const client = new pg.Client(url);
  await client.connect();
  return client.query('SELECT true AS answers').finally(() => client.end());
}

/** A wire to a server that can be cut after a word has passed to it: the server acts on it, its answer is lost. */
async function cuttable(port: number) {
  let word: string | null = null;
  const ends = new Set<Socket>();
  const wire = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => undefined).on('close', () => ends.delete(end));
    }
    let cut = false;
    near.on('data', (chunk) => {
      far.write(chunk);
      if (word === null || !chunk.includes(word)) return;
      word = null;
      cut = true;
    });
    far.on('data', (chunk) => {
      if (!cut) near.write(chunk);
      else near.destroy();
    });
    near.on('close', () => far.end());
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(wire, 'listening');
  return {
    port: (wire.address() as { port: number }).port,
    cutAt(text: string) {
      word = text;
    },
    async close() {
      for (const end of ends) end.destroy();
      await new Promise((resolve) => wire.close(resolve));
    },
  };
}
