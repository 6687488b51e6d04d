import type { Catalogue } from '../core/catalogue.js';
import type { Call, ProbeReport } from '../core/department.js';
import { type SqlClient, type SqlRow, sqlName } from '../core/sources/sql.js';
import type { Mapping, ViewName } from './mapping.js';

type Refused = { readonly what: string; readonly why: string };
type Ask = (sql: string, values: readonly string[]) => Promise<readonly SqlRow[]>;

/** More different codes than any department has. */
const MOST_ROWS = 5000;

/** Looks up everything that the mapping names: views and columns first, then codes. */
export async function probe(sql: SqlClient, mapping: Mapping, catalogue: Catalogue, call: Call): Promise<ProbeReport> {
  const ask: Ask = (text, values) => sql.query(text, values, { signal: call.signal, maxRows: MOST_ROWS });
  const [version] = await ask(`select current_setting('server_version')`, []);
  const refused = [
    ...(await unknownColumns(ask, mapping, 'observations')),
    ...(await unknownColumns(ask, mapping, 'submissions')),
  ];
  const missing = catalogue.ofOwner('education').flatMap(({ code }) => (mapping.indicators.has(code) ? [] : [code]));
  const known = refused.length === 0 ? await knownCodes(ask, mapping) : null;
  return {
    system: `PostgreSQL ${(version?.[0] ?? '').split(' ', 1)[0]}`,
    mapped: [...mapping.indicators].flatMap(([code, { there }]) => (known?.indicators.has(there) ? [code] : [])),
    missing,
    refused: known ? unknownCodes(mapping, known) : refused,
  };
}

async function unknownColumns(ask: Ask, mapping: Mapping, view: ViewName): Promise<Refused[]> {
  const name = mapping.views[view];
  const rows = await ask(
    'select attname from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped',
    [sqlName(name)],
  );
  if (rows.length === 0) {
    return [{ what: `${view} = ${name}`, why: 'nguồn không có khung nhìn này (no such view)' }];
  }
  const [readable] = await ask(`select has_table_privilege(to_regclass($1), 'SELECT')`, [sqlName(name)]);
  if (readable?.[0] !== 't') return [{ what: `${view} = ${name}`, why: 'tài khoản không được đọc (not readable)' }];
  const known = new Set(rows.map(([column]) => column));
  return [...mapping.columns[view]].flatMap(([column, there]) =>
    known.has(there)
      ? []
      : [{ what: `${view}.${column} = ${there}`, why: 'khung nhìn không có cột này (no such column)' }],
  );
}

interface Known {
  readonly indicators: ReadonlySet<string>;
  readonly areas: ReadonlySet<string>;
}

async function knownCodes(ask: Ask, mapping: Mapping): Promise<Known> {
  const name = (column: 'indicator' | 'area_level' | 'area_code') =>
    sqlName(mapping.columns.observations.get(column) ?? column);
  const view = sqlName(mapping.views.observations);
  const [indicators, areas] = [
    await ask(`select distinct ${name('indicator')} from ${view}`, []),
    await ask(`select distinct ${name('area_level')}, ${name('area_code')} from ${view}`, []),
  ];
  const text = (row: SqlRow) => row.map((cell) => cell?.trim()).join(' ');
  return { indicators: new Set(indicators.map(text)), areas: new Set(areas.map(text)) };
}

function unknownCodes(mapping: Mapping, known: Known): Refused[] {
  const levelOf = (id: string) => [...mapping.levels].find(([level]) => id.startsWith(`${level}-`))?.[1];
  return [
    ...[...mapping.indicators].flatMap(([code, { there }]) =>
      known.indicators.has(there)
        ? []
        : [{ what: `${code} = ${there}`, why: 'khung nhìn không có mã chỉ tiêu này (no such indicator code)' }],
    ),
    ...[...mapping.areas].flatMap(([id, there]) =>
      known.areas.has(`${levelOf(id)} ${there}`)
        ? []
        : [
            {
              what: `${id} = ${levelOf(id) ?? '?'} ${there}`,
              why: 'khung nhìn không có mã địa bàn này (no such area code)',
            },
          ],
    ),
  ];
}
