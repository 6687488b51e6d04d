import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SettingsFault } from '../../subgraphs/core/errors.js';
import { startPostgres } from '../../subgraphs/core/postgres/server.js';
import { MOST_CONNECTIONS, openSql } from '../../subgraphs/core/sources/sql.js';
import { faultProxy, through } from '../support/fault-proxy.js';
import { block, call, log, type OwnDatabase, ownDatabase } from './database.js';

const QUESTION = [block(['SCHOOLS'], ['CITY-01'], ['2023-S1'])];
/** What a statement on the table waits for, as long as a test wants. */
const SLOW = `create function slow() returns boolean language plpgsql as 'begin perform pg_sleep(60); return true; end'`;

let database: OwnDatabase;

beforeAll(async () => {
  database = await ownDatabase();
  await database.admin(`insert into "Thống kê".cells values ('TH', 1, 100, '2023-S1', 2850)`);
});

afterAll(() => database?.close());

async function role(name: string, ...grants: string[]): Promise<void> {
  for (const sql of [`create role ${name} login password 'secret'`, ...grants]) await database.admin(sql);
}

describe('a role that could write', () => {
  test.each([
    ['superuser', ['alter role superuser superuser'], /is a superuser/],
    ['inserter', ['grant insert on "Thống kê".cells to inserter'], /may change .*cells/],
    ['updater', ['grant update (tri_so) on "Thống kê".cells to updater'], /may change .*cells/],
    ['maker', ['grant create on schema public to maker'], /may make tables in schema public/],
    ['founder', ['grant create on database postgres to founder'], /may make schemas/],
    ['boss', ['alter role boss createrole'], /may make databases or roles/],
    // Rights that it would first have to take up with SET ROLE count too.
    [
      'heir',
      ['create role office', 'grant truncate on "Thống kê".nop to office', 'grant office to heir with inherit false'],
      /may change .*nop/,
    ],
  ])('%s is refused at the start, by name of what it could do', async (name, grants, why) => {
    await role(name, ...grants);
    const refused = await database.source({ role: name }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SettingsFault);
    expect((refused as SettingsFault).faults).toEqual([expect.stringMatching(why)]);
    expect((refused as SettingsFault).message).not.toContain('secret');
  });

  test('is refused later too, when it gets the right while the graph runs', async () => {
    await role('promoted');
    const proxy = await faultProxy(database.server.port);
    const source = await database.source({ url: through(proxy, database.url('promoted')) });
    await database.admin('grant insert on "Thống kê".cells to promoted');
    await proxy.set('down');
    await proxy.set('none');
    await vi.waitFor(() => expect(source.ping(call())).rejects.toMatchObject({ code: 'SOURCE_REFUSED' }));
    await source.close();
    await proxy.close();
  });
});

describe('a connection', () => {
  test('can only read, with a limit of time, and the address cannot take that back', async () => {
    const url = `${database.url('reader')}?options=-c%20default_transaction_read_only%3Doff&statement_timeout=0&application_name=x`;
    const sql = await openSql({ owner: 'education', url, statementTimeoutMs: 1234, log });
    const names = ['default_transaction_read_only', 'statement_timeout', 'application_name'];
    const [settings] = await sql.query(`select ${names.map((name) => `current_setting('${name}')`).join(', ')}`, [], {
      signal: call().signal,
      maxRows: 1,
    });
    expect(settings).toEqual(['on', '1234ms', 'hanoi-indicator-graph']);
    await sql.close();
  });

  test('is refused with a wrong password', async () => {
    const url = database.url('reader').replace('secret', 'wrong');
    const source = await database.source({ url });
    await expect(source.ping(call())).rejects.toMatchObject({ code: 'SOURCE_UNAUTHORIZED' });
    await source.close();
  });

  test.each([
    ['another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['a long text', 'nothing of use '.repeat(100)],
    ['a message that breaks the driver', 'R\0\0\0\x08\0\0\0\x63'],
  ])('to something that answers with %s is unreadable, and harms nothing', async (_, reply) => {
    const proxy = await faultProxy(database.server.port);
    await proxy.set({ reply });
    const source = await database.source({ url: through(proxy, database.url('reader')) });
    await expect(source.figures(QUESTION, call())).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await proxy.set('none');
    expect(await source.figures(QUESTION, call())).toHaveLength(1);
    await source.close();
    await proxy.close();
  });
});

describe('a statement that takes long', () => {
  const working = () =>
    database.admin(`select query from pg_stat_activity where usename = 'reader' and state = 'active'`);

  beforeAll(async () => {
    await database.admin(SLOW);
    await database.admin(`alter table "Thống kê".cells rename to slow_cells`);
    await database.admin(`create view "Thống kê".cells as select * from "Thống kê".slow_cells where slow()`);
    await database.admin(`grant select on "Thống kê".cells to reader`);
  });

  afterAll(async () => {
    await database.admin('drop view "Thống kê".cells');
    await database.admin('alter table "Thống kê".slow_cells rename to cells');
  });

  test('is ended by the server after the statement timeout', async () => {
    const source = await database.source({ timeout: '100' });
    await expect(source.figures(QUESTION, call())).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    await source.close();
  });

  test('is ended at the server when nobody waits any more, and the next question is answered', async () => {
    const source = await database.source({ timeout: '60000' });
    const leave = new AbortController();
    const asked = source.figures(QUESTION, call(leave.signal));
    await vi.waitFor(async () => expect(await working()).toHaveLength(1), { timeout: 10_000 });
    leave.abort();
    await expect(asked).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    await vi.waitFor(async () => expect(await working()).toEqual([]), { timeout: 10_000 });
    await source.ping(call());
    await source.close();
  });

  test('does not keep others waiting for ever: who has left before there is a connection is told so', async () => {
    const source = await database.source({ timeout: '60000' });
    const leave = new AbortController();
    const many = Array.from({ length: 6 }, () => source.figures(QUESTION, call(leave.signal)));
    await vi.waitFor(async () => expect(await working()).toHaveLength(MOST_CONNECTIONS), { timeout: 10_000 });
    leave.abort();
    for (const one of await Promise.allSettled(many))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'SOURCE_TIMEOUT' } });
    await source.ping(call());
    await source.close();
  });
});

describe('a database that stops', () => {
  test('is unreachable meanwhile, and asked again when it is back', async () => {
    const { port } = database.server;
    const source = await database.source();
    expect(await source.figures(QUESTION, call())).toHaveLength(1);
    await database.server.close();
    await expect(source.figures(QUESTION, call())).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    const late = await database.source();
    database.server = await startPostgres({ dataDir: join(database.folder, 'data'), port, log, durable: false });
    expect(await source.figures(QUESTION, call())).toHaveLength(1);
    // Opened while the database was away: that is no fault of the settings.
    expect(await late.figures(QUESTION, call())).toHaveLength(1);
    await source.close();
    await late.close();
  });
});
