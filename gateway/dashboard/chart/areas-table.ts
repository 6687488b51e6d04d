import type { ResultOf, VariablesOf } from 'gql.tada';
import { csvOf } from '../../csv/csv.js';
import type { Cell } from '../../csv/table.js';
import { type Answer, AskFailure, ask } from '../../pages/browser/ask.js';
import { IndicatorAreasTable } from './operations.js';

type Areas = NonNullable<ResultOf<typeof IndicatorAreasTable>['indicator']>;
type Figure = NonNullable<NonNullable<Areas['series']>['observations']>[number];
type Judgement = NonNullable<Areas['assessments']>[number];

/** The columns, by the graph's names. A figure and its judgement are of the same area. */
const COLUMNS: readonly (readonly [name: string, cell: (figure: Figure, judgement: Judgement | undefined) => Cell])[] =
  [
    ['area.id', ({ area }) => area.id],
    ['area.code', ({ area }) => area.code],
    ['area.name', ({ area }) => area.name],
    ['period', ({ period }) => period],
    ['value', ({ value }) => value],
    ['class.from', (figure) => figure.class?.from ?? null],
    ['class.to', (figure) => figure.class?.to ?? null],
    ['numerator', ({ numerator }) => numerator],
    ['denominator', ({ denominator }) => denominator],
    ['status', ({ status }) => status],
    ['reason', ({ reason }) => reason],
    ['movedBy', ({ movedBy }) => movedBy],
    ['sample', ({ sample }) => sample],
    ['assessment.state', (_, judgement) => judgement?.state ?? null],
    ['assessment.reason', (_, judgement) => judgement?.reason ?? null],
    ['assessment.missing.value', (_, judgement) => judgement?.missing?.value ?? null],
    ['assessment.missing.unit', (_, judgement) => judgement?.missing?.unit ?? null],
    ['provenance.system', ({ provenance }) => provenance?.system ?? null],
    ['provenance.document', ({ provenance }) => provenance?.document ?? null],
    ['provenance.publishedAt', ({ provenance }) => provenance?.publishedAt ?? null],
    ['provenance.retrievedAt', ({ provenance }) => provenance?.retrievedAt ?? null],
  ];

/**
 * The figures of areas beside their judgements, as CSV. The graph refuses to make one table of two lists; here both have
 * one row for an area. Throws AskFailure where the figures could not be had.
 */
export async function areasCsv(variables: VariablesOf<typeof IndicatorAreasTable>): Promise<Blob> {
  return tableOf(await ask(IndicatorAreasTable, variables, new AbortController().signal));
}

function tableOf({ data, errors, requestId }: Answer<ResultOf<typeof IndicatorAreasTable>>): Blob {
  const { indicator } = data;
  const figures = indicator?.series?.observations;
  if (!indicator || !figures) throw new AskFailure('REFUSED', null, errors, requestId);
  const judgements = new Map((indicator.assessments ?? []).map((judgement) => [judgement.area.id, judgement]));
  const failed = [...new Set(errors.map(({ message, extensions }) => `${extensions?.code}: ${message}`))].join(' ');
  const names = ['code', 'name', 'unit', ...COLUMNS.map(([name]) => name), ...(failed ? ['error'] : [])];
  const rows = figures.map((figure): Cell[] => {
    const cells = COLUMNS.map(([, cell]) => cell(figure, judgements.get(figure.area.id)));
    return [indicator.code, indicator.name, indicator.unit, ...cells, ...(failed ? [failed] : [])];
  });
  const text = csvOf({ columns: names.map((name) => ({ name })), rows });
  return new Blob([text], { type: 'text/csv;charset=utf-8' });
}
