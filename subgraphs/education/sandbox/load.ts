import { createHash } from 'node:crypto';
import pg from 'pg';
import { areasOn } from '../../../schema/areas/areas.js';
import { readProjectFile } from '../../../schema/files.js';
import { lastDay, type Period, periodOf, periodsBetween } from '../../core/period.js';
import { COMMUNES } from '../../core/sample/communes.js';
import { PRINTED_HEADLINES } from '../../core/sample/printed-headlines.js';
import { PUBLIC_ONLY_FROM } from '../../core/sample/school.js';
import { sampleSchools } from '../../core/sample/schools.js';
import type { Mapping } from '../mapping.js';
import { submissionsOf } from './submissions.js';

const FIRST = periodOf('A', 2020, 1);
const LAST = periodOf('A', 2025, 1);
/** The last half-year in which there were districts. */
const LAST_DISTRICTS = '2025-S1';
/** The first half-year in which there were the communes of today. */
const FIRST_COMMUNES = '2025-S2';

/** Everything that the sample's database holds, as JSON of one statement each. */
interface Content {
  readonly districts: readonly unknown[];
  readonly communes: readonly unknown[];
  readonly halfYears: readonly unknown[];
  readonly schools: readonly unknown[];
  readonly printed: readonly unknown[];
  readonly submissions: readonly unknown[];
}

const INSERTS: Readonly<Record<keyof Content, readonly string[]>> = {
  districts: [
    'insert into registry.districts select * from jsonb_to_recordset($1::jsonb) as (code text, last_half_year text)',
  ],
  communes: [
    'insert into registry.communes select * from jsonb_to_recordset($1::jsonb) as (code text, first_half_year text)',
  ],
  halfYears: [
    `insert into registry.half_years select * from jsonb_to_recordset($1::jsonb)
       as (name text, closes_year text, last_day date, standard_of_public_only boolean)`,
  ],
  schools: [
    `insert into registry.schools
     select id, area, commune, level, "isPublic", opened, closed, "standardFrom", "standardUntil" from jsonb_to_recordset($1::jsonb)
       as (id text, area text, commune text, level text, "isPublic" boolean, opened text, closed text, "standardFrom" text, "standardUntil" text)`,
    `insert into registry.enrolments
     select id, format('%s-%s', "schoolYear", "schoolYear" + 1), e.pupils
       from jsonb_to_recordset($1::jsonb) as (id text, pupils jsonb),
            jsonb_to_recordset(pupils) as e("schoolYear" integer, pupils integer)`,
    `insert into registry.school_milk
     select id, period, m.pupils, participants
       from jsonb_to_recordset($1::jsonb) as (id text, milk jsonb),
            jsonb_to_recordset(milk) as m(period text, pupils integer, participants integer)`,
  ],
  printed: [
    `insert into registry.printed_rates select * from jsonb_to_recordset($1::jsonb)
       as (indicator text, period text, value double precision, note text)`,
  ],
  submissions: [
    `insert into registry.submissions select * from jsonb_to_recordset($1::jsonb)
       as (period text, area_code text, submitted_on date)`,
  ],
};

/** After the rows: checked once for all of them, in a fraction of the time. */
const FINISH = [
  'alter table registry.enrolments add foreign key (school) references registry.schools',
  'alter table registry.school_milk add foreign key (school) references registry.schools',
  'refresh materialized view registry.observations',
  'analyze registry.observations',
];

/**
 * Brings the sample's schools into the database, unless it holds exactly them already. All or nothing: a start that is
 * killed meanwhile leaves the former content.
 */
export async function loadSample(
  client: pg.Client,
  mapping: Mapping,
  role: { name: string; password: string },
): Promise<void> {
  const schema = readProjectFile('subgraphs', 'education', 'sandbox', 'schema.sql');
  const content = contentOf(mapping);
  const version = createHash('sha256')
    .update(schema)
    .update(JSON.stringify([content, INSERTS, FINISH, role]))
    .digest('hex');
  const held = await client.query<{ version: string | null }>(
    `select obj_description(to_regnamespace('graph'), 'pg_namespace') as version`,
  );
  if (held.rows[0]?.version === version) return;
  await client.query('begin');
  await client.query('drop schema if exists graph, registry cascade');
  await client.query(schema);
  for (const [part, statements] of Object.entries(INSERTS)) {
    const rows = JSON.stringify(content[part as keyof Content]);
    for (const statement of statements) await client.query(statement, [rows]);
  }
  for (const statement of FINISH) await client.query(statement);
  await client.query(readerSql(role));
  await client.query(`comment on schema graph is ${pg.escapeLiteral(version)}`);
  await client.query('commit');
}

/** The role that other agencies read with. Its statements are written to the server's log: there they are counted. */
function readerSql({ name, password }: { name: string; password: string }): string {
  const role = pg.escapeIdentifier(name);
  return `
    drop role if exists ${role};
    create role ${role} login password ${pg.escapeLiteral(password)} connection limit 10;
    alter role ${role} set log_statement = 'all';
    grant usage on schema graph to ${role};
    grant select on all tables in schema graph to ${role}`;
}

function contentOf(mapping: Mapping): Content {
  const areaThere = (id: string) => mapping.areas.get(id) ?? id;
  const halfYears = periodsBetween('S', FIRST, LAST);
  return {
    districts: areasOn('DISTRICT', '2025-06-30').map(({ id }) => ({
      code: areaThere(id),
      last_half_year: LAST_DISTRICTS,
    })),
    communes: COMMUNES.map(({ id }) => ({ code: areaThere(id), first_half_year: FIRST_COMMUNES })),
    halfYears: halfYears.map((p) => ({
      name: p.text,
      closes_year: p.part === 2 ? String(p.year) : null,
      last_day: lastDay(p),
      standard_of_public_only: p.text >= PUBLIC_ONLY_FROM,
    })),
    schools: sampleSchools().map((school) => ({
      ...school,
      area: areaThere(school.area),
      commune: areaThere(school.commune),
    })),
    printed: PRINTED_HEADLINES.flatMap(({ indicator, ...rest }) => {
      const mapped = mapping.indicators.get(indicator);
      return mapped ? [{ ...rest, indicator: mapped.there }] : [];
    }),
    submissions: submissionsOf([...halfYears, ...periodsBetween('A', FIRST, LAST)].sort(byName)).map(
      ({ area, period, on }) => ({ period, area_code: areaThere(area), submitted_on: on }),
    ),
  };
}

function byName(a: Period, b: Period): number {
  return a.text < b.text ? -1 : 1;
}
