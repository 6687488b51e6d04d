import { period } from '../../../subgraphs/core/period.js';
import { Faults } from '../../../subgraphs/core/table.js';
import { health } from '../../../subgraphs/health/index.js';
import { DEFAULT_MAPPING, readMapping } from '../../../subgraphs/health/mapping.js';
import { periodCode } from '../../../subgraphs/health/period-code.js';
import { catalogue, log } from '../../labour/drop-folder.js';
import { withBody } from '../../social-insurance/front.js';
import { tempFolder } from '../../support/temp.js';
import type { Case, Matrix } from './fault.js';
import { type HttpSystem, httpCases, httpSystem } from './http-system.js';

const FIGURES = '/api/analytics';
const mapping = readMapping(DEFAULT_MAPPING, catalogue, new Faults());

/** The columns of a row of the grid by name. */
type Row = Record<string, string>;

/** Changes the rows of the grid; a row that becomes null is left out, and the height says so. */
function rows(change: (row: Row) => Row | null) {
  return (system: HttpSystem) =>
    system.spoil(({ route, reply }) =>
      route.includes(FIGURES)
        ? withBody(reply, (body) => {
            const names = (body.headers as { name: string }[]).map(({ name }) => name);
            const changed = (body.rows as string[][]).flatMap((cells) => {
              const row = change(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])));
              return row ? [names.map((name) => row[name] ?? '')] : [];
            });
            return { ...body, rows: changed, height: changed.length };
          })
        : reply,
    );
}

/** Changes the city's figure of an indicator and period. */
function cell(indicator: string, text: string, change: (row: Row) => Row) {
  const uid = mapping.items.get(indicator)?.uid;
  const city = mapping.units.get('CITY-01');
  const pe = periodCode(period(text));
  return rows((row) => (row.dx === uid && row.ou === city && row.pe === pe ? change(row) : row));
}

const only = (indicator: string, text: string) => (c: { indicator: string; period: string }) =>
  c.indicator === indicator && c.period === text;

const districtUnits = [...mapping.units].flatMap(([id, unit]) => (id.startsWith('DISTRICT') ? unit : []));
const halfOfUnits = new Set([
  mapping.units.get('CITY-01'),
  ...districtUnits.slice(0, Math.floor(districtUnits.length / 2)),
]);

const CASES: Case<HttpSystem>[] = [
  ...httpCases(FIGURES),
  {
    ...{ fault: 'empty', how: 'a grid without rows' },
    outcome: { holds: 'FEWER_AREAS', cells: () => true, isEmpty: true },
    breaks: rows(() => null),
  },
  {
    ...{ fault: 'half of the pages', how: 'half of the rows of a grid that says how many it has' },
    outcome: { fails: 'SOURCE_UNREADABLE' },
    breaks: (system) =>
      system.spoil(({ route, reply }) =>
        route.includes(FIGURES)
          ? withBody(reply, (body) => {
              const all = body.rows as unknown[];
              return { ...body, rows: all.slice(0, Math.ceil(all.length / 2)), height: all.length + 1 };
            })
          : reply,
      ),
  },
  {
    ...{ fault: 'half of the pages', how: 'a grid without the city and half of the districts' },
    outcome: { holds: 'FEWER_AREAS', cells: () => true },
    breaks: rows((row) => (halfOfUnits.has(row.ou) ? null : row)),
  },
  {
    ...{ fault: 'spoilt', how: 'one number that is none' },
    outcome: { fails: 'SOURCE_UNREADABLE' },
    breaks: (system) =>
      system.spoil(({ route, reply }) =>
        route.includes(FIGURES)
          ? withBody(reply, (body) => {
              const spoilt = (body.headers as unknown[]).map(() => 'internal-host-7');
              const all = [...(body.rows as string[][]), spoilt];
              return { ...body, rows: all, height: all.length };
            })
          : reply,
      ),
  },
  {
    ...{ fault: 'wrong figures', how: 'a rate a hundred times too large' },
    outcome: { holds: 'UNIT', cells: only('NEWBORN_SCREENING', '2023-S1') },
    breaks: cell('NEWBORN_SCREENING', '2023-S1', (row) => ({ ...row, value: String(100 * Number(row.value)) })),
  },
  {
    ...{ fault: 'wrong figures', how: 'beyond the range' },
    outcome: { holds: 'RANGE', cells: only('LIFE_EXPECTANCY', '2022'), wrong: ['7531.25'] },
    breaks: cell('LIFE_EXPECTANCY', '2022', (row) => ({ ...row, value: '7531.25' })),
  },
  {
    ...{ fault: 'wrong figures', how: 'a part larger than its whole' },
    outcome: {
      holds: 'NUMERATOR_ABOVE_DENOMINATOR',
      cells: only('HEALTH_MANAGEMENT', '2023-S1'),
      wrong: ['98765432', '150.5'],
    },
    breaks: cell('HEALTH_MANAGEMENT', '2023-S1', (row) => ({
      ...row,
      value: '150.5',
      numerator: '98765432.0',
      denominator: String(98765432 / 1.505),
    })),
  },
  {
    ...{ fault: 'wrong figures', how: 'the city is not the sum of its districts' },
    outcome: { holds: 'SUM_OF_DISTRICTS', cells: only('DOCTORS', '2023-S1') },
    breaks: cell('DOCTORS', '2023-S1', (row) => {
      const numerator = Number(row.numerator) + 123;
      const value = (numerator / Number(row.denominator)) * Number(row.factor);
      return { ...row, numerator: String(numerator), value: String(value) };
    }),
  },
  {
    ...{ fault: 'wrong figures', how: 'a step that is not plausible' },
    outcome: { holds: 'JUMP', cells: only('LIFE_EXPECTANCY', '2023'), wrong: ['91.625'] },
    breaks: cell('LIFE_EXPECTANCY', '2023', (row) => ({ ...row, value: '91.625' })),
  },
];

export const HEALTH: Matrix<HttpSystem> = {
  department: 'health',
  rows: [
    ...CASES,
    { fault: '401 then token renewed', why: 'the access token is a file of ours: no request renews it' },
    { fault: 'database gone', why: 'it lies behind the Web API, which then answers 500' },
    { fault: 'workbook locked', why: 'there are no workbooks' },
  ],
  unasked: [
    ...['HEALTH_RECORDS', 'TELEMEDICINE_POINTS', 'ELECTRONIC_RECORD_HOSPITALS'].map((indicator) => ({
      indicator,
      frequency: 'S' as const,
    })),
    { indicator: 'CHILD_MALNUTRITION_PREVALENCE', frequency: 'A' },
  ],
  spare: ['DOCTORS', 'HOSPITAL_BEDS', 'HEALTH_MANAGEMENT'].flatMap((indicator) =>
    (['A', 'Q', 'M'] as const).map((frequency) => ({ indicator, frequency })),
  ),
  open: async () => {
    const folder = await tempFolder('faults-health');
    const sandbox = await health.startSandbox({ port: 0, dataDir: folder.path, catalogue, log });
    const { HEALTH_URL = '', HEALTH_TOKEN = '' } = sandbox.variables;
    return httpSystem(HEALTH_URL, {
      variables: (url) => ({ HEALTH_URL: url, HEALTH_TOKEN, HEALTH_SAMPLE: 'true', HEALTH_BUDGET: '100000' }),
      secrets: [HEALTH_TOKEN, folder.path],
      close: () => sandbox.close().then(folder.remove),
    });
  },
};
