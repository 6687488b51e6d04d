import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { areaById } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Call, DepartmentSource } from '../../subgraphs/core/department.js';
import type { Block } from '../../subgraphs/core/figure.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { period } from '../../subgraphs/core/period.js';
import { type Postgres, startPostgres } from '../../subgraphs/core/postgres/server.js';
import { education } from '../../subgraphs/education/index.js';
import { tempFolder } from '../support/temp.js';

export const log = makeLogger('silent');
const catalogue = readCatalogue();

export const call = (signal: AbortSignal = AbortSignal.timeout(20_000)): Call => ({ signal, requestId: 'test', log });

export function block(indicators: readonly string[], areas: readonly string[], periods: readonly string[]): Block {
  return {
    indicators,
    areas: areas.flatMap((id) => areaById(id) ?? []),
    periods: periods.map((text) => period(text)),
  };
}

/** A department's database that looks otherwise than the sandbox: codes, names, types. */
const SCHEMA = `
  create schema "Thống kê";
  create table "Thống kê".cells (
    chi_tieu char(6), cap integer, ma integer, ky text, tri_so numeric, tu_so text, mau_so bigint, ghi_chu text);
  create table "Thống kê".nop (ky text, ma integer, ngay timestamp);
  create role reader login password 'secret';
  alter role reader set client_connection_check_interval = 0;
  grant usage on schema "Thống kê" to reader;
  grant select on all tables in schema "Thống kê" to reader`;

const MAPPING = `kind,code,there,periods
view,observations,Thống kê.cells,
view,submissions,Thống kê.nop,
column,observations.indicator,chi_tieu,
column,observations.area_level,cap,
column,observations.area_code,ma,
column,observations.period,ky,
column,observations.value,tri_so,
column,observations.numerator,tu_so,
column,observations.denominator,mau_so,
column,observations.note,ghi_chu,
column,submissions.period,ky,
column,submissions.area_code,ma,
column,submissions.submitted_on,ngay,
level,CITY,1,
level,DISTRICT,2,
indicator,SCHOOLS,TH,calendar
indicator,PUPILS,HS,school-year
indicator,NATIONAL_STANDARD_SCHOOLS,CQG,calendar
area,CITY-01,100,
area,DISTRICT-001,1,
area,DISTRICT-002,2,
`;

/** A database to be spoilt by a test. */
export interface OwnDatabase {
  readonly folder: string;
  server: Postgres;
  /** Runs statements as superuser. */
  admin(sql: string): Promise<unknown[][]>;
  /** The URL of a role. */
  url(role: string): string;
  /** The department's source as a role, with this mapping and statement timeout. */
  source(options?: { role?: string; timeout?: string; url?: string }): Promise<DepartmentSource>;
  close(): Promise<void>;
}

export async function ownDatabase(): Promise<OwnDatabase> {
  const folder = await tempFolder('education-own');
  chmodSync(folder.path, 0o755);
  const mapping = join(folder.path, 'mapping.csv');
  writeFileSync(mapping, MAPPING);
  const database: OwnDatabase = {
    folder: folder.path,
    server: await startPostgres({ dataDir: join(folder.path, 'data'), log, durable: false }),
    async admin(sql) {
      const client = new pg.Client(database.server.url);
      await client.connect();
      try {
        return (await client.query({ text: sql, rowMode: 'array' })).rows;
      } finally {
        await client.end();
      }
    },
    url(role) {
      const url = new URL(database.server.url);
      url.username = role;
      url.password = 'secret';
      return url.href;
    },
    async source({ role = 'reader', timeout = '', url = database.url(role) } = {}) {
      const values = { EDUCATION_URL: url, EDUCATION_MAPPING: mapping, EDUCATION_STATEMENT_TIMEOUT: timeout };
      const settings = education.parse(values, { catalogue });
      return education.open(settings, { catalogue, log });
    },
    async close() {
      await database.server.close();
      await folder.remove();
    },
  };
  for (const statement of SCHEMA.split(';')) await database.admin(statement);
  return database;
}
