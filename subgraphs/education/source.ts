import { areaById } from '../../schema/areas/areas.js';
import type { Call, DepartmentSource, SourceContext } from '../core/department.js';
import { SourceError } from '../core/errors.js';
import type { Submission } from '../core/figure.js';
import type { Period } from '../core/period.js';
import { openSql, type SqlClient, type SqlRow, sqlName } from '../core/sources/sql.js';
import { figuresOf } from './figures.js';
import type { EducationSettings } from './index.js';
import type { Mapping, SubmissionColumn } from './mapping.js';
import { probe } from './probe.js';
import { questionOf } from './question.js';

/**
 * Opens the department's database. Throws a SettingsFault when the role could write there; a database that does not
 * answer yet is asked again with the first question.
 */
export async function openSource(
  { url, statementTimeoutMs, mapping }: EducationSettings,
  { catalogue, log }: SourceContext,
): Promise<DepartmentSource> {
  const sql = await openSql({ owner: 'education', url, statementTimeoutMs, log });
  return {
    async figures(blocks, call) {
      const question = questionOf(blocks, mapping);
      if (!question) return [];
      const rows = await sql.query(question.sql, question.values, { signal: call.signal, maxRows: question.cells });
      return figuresOf(rows, blocks, mapping, catalogue, call);
    },
    submissions: (period, call) => submissions(sql, mapping, period, call),
    probe: (call) => probe(sql, mapping, catalogue, call),
    async ping({ signal }) {
      await sql.query('select 1', [], { signal, maxRows: 1 });
    },
    close: () => sql.close(),
  };
}

async function submissions(sql: SqlClient, mapping: Mapping, period: Period, call: Call): Promise<Submission[]> {
  const column = (name: SubmissionColumn) => sqlName(mapping.columns.submissions.get(name) ?? name);
  const rows = await sql.query(
    `select ${column('area_code')}, ${column('submitted_on')}::date from ${sqlName(mapping.views.submissions)} where ${column('period')} = $1`,
    [period.text],
    { signal: call.signal, maxRows: mapping.areas.size + 1 },
  );
  const areas = new Map([...mapping.areas].map(([id, there]) => [there, id]));
  return rows.map((row) => submissionOf(row, areas, period));
}

/** A row without an area is the report of the department as a whole, and so is one of the city. */
function submissionOf([code, day]: SqlRow, areas: ReadonlyMap<string, string>, period: Period): Submission {
  const area = code ? areas.get(code.trim()) : null;
  if (area === undefined || !day || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    throw new SourceError('SOURCE_UNREADABLE', 'education', `submissions: a row about ${code} on ${day}`);
  }
  return { area: area && areaById(area)?.level === 'CITY' ? null : area, period: period.text, on: day };
}
