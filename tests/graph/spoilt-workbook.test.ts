import { PassThrough } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../gateway/graph.js';
import { errorText } from '../../schema/errors.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { shelfText } from '../gateway/explorer/shelf-text.js';
import { ask, question } from '../support/graph.js';
import { graphOnWorkbooks, type WorkbookGraph } from '../support/workbooks.js';

const QUESTION = `{ indicators(codes: ["JOBS", "POOR_HOUSEHOLDS", "DOCTORS"]) { code series {
  observations(periods: ["2023-05", "2023-06", "2023-S1"]) { period value stale staleReason(lang: EN) provenance { document place } } } } }`;

describe('a workbook that is spoilt while the graph runs', () => {
  let workbooks: WorkbookGraph;
  let graph: Graph;
  let logged = '';

  beforeAll(async () => {
    const stream = new PassThrough().on('data', (line: Buffer) => {
      logged += line.toString();
    });
    workbooks = await graphOnWorkbooks(makeLogger('warn', stream));
    graph = workbooks.graph;
  });
  afterAll(() => workbooks?.close());

  /** The figures by indicator and period. */
  async function figures() {
    const { data, errors } = await ask(graph.url, QUESTION);
    expect(errors).toBeUndefined();
    type Row = { code: string; series: { observations: { period: string; value: number | null }[] } };
    return new Map<string, Row['series']['observations'][number]>(
      (data.indicators as Row[]).flatMap(({ code, series }) =>
        series.observations.map((o) => [`${code} ${o.period}`, o] as const),
      ),
    );
  }

  test('keeps its last good figures, says why, and is named in the log with sheet and cell', async () => {
    const before = await figures();
    expect(before.get('JOBS 2023-06')?.value).toBeGreaterThan(0);
    expect(logged).not.toContain('form refused');
    const file = Object(before.get('JOBS 2023-06')).provenance.document;
    expect(file).toMatch(/\.xlsx$/);
    await workbooks.spoil(file);

    const after = await figures();
    const { en } = errorText('HELD_BACK', 'labour');
    const last = { value: before.get('JOBS 2023-06')?.value, stale: true, staleReason: en };
    expect(after.get('JOBS 2023-06')).toMatchObject({ ...last, provenance: { document: file } });
    for (const same of ['JOBS 2023-05', 'POOR_HOUSEHOLDS 2023-S1', 'DOCTORS 2023-S1']) {
      expect(before.get(same)?.value, same).toBeGreaterThan(0);
      expect(after.get(same), same).toMatchObject({ value: before.get(same)?.value, stale: false });
    }
    expect(after.get('JOBS 2023-S1')).toMatchObject({ value: before.get('JOBS 2023-S1')?.value, stale: true });
    const { departments } = (await ask(graph.url, question('Quarantine'))).data;
    const held = departments.find((d: { code: string }) => d.code === 'labour').source.quarantine;
    expect(held.length).toBeGreaterThan(0);
    for (const entry of held) expect(entry).toMatchObject({ indicator: { code: 'JOBS' }, period: /^2023/ });
    const table = await tableOfQuarantine(graph.url);
    const shown = table.filter((row) => row['departments.source.quarantine.indicator.code'] === 'JOBS');
    expect(shown).toHaveLength(held.length);
    for (const row of shown) {
      expect(row['departments.source.quarantined']).toBe(String(held.length));
      expect(row['departments.source.quarantine.reason']).toMatch(/không đọc được/);
    }
    const line = logged.split('\n').find((text) => text.includes('form refused')) ?? '';
    for (const part of [file, 'Biểu 01!D6']) expect(line).toContain(part);
  });
});

/** The worked question about quarantine, as an analyst downloads its answer. */
async function tableOfQuarantine(url: string): Promise<Record<string, string>[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/csv' },
    body: JSON.stringify({ query: shelfText('quarantine') }),
  });
  return parse(await response.text(), { bom: true, columns: true });
}
