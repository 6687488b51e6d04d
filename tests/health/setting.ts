import pino from 'pino';
import { AREAS } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Call, DepartmentSource } from '../../subgraphs/core/department.js';
import type { Block } from '../../subgraphs/core/figure.js';
import { period } from '../../subgraphs/core/period.js';
import type { SampleFigure } from '../../subgraphs/core/sample/figure.js';
import { Faults } from '../../subgraphs/core/table.js';
import { DEFAULT_MAPPING, type Mapping, readMapping } from '../../subgraphs/health/mapping.js';
import { openSource } from '../../subgraphs/health/source.js';

export const TOKEN = 'd2pat_sandbox';
export const log = pino({ level: 'silent' });
export const catalogue = readCatalogue();
export const mapping = readMapping(DEFAULT_MAPPING, catalogue, new Faults());

/** A source on a DHIS2 at an address. */
export function sourceAt(url: string, change: { token?: string; mapping?: Mapping } = {}): DepartmentSource {
  return openSource({ url, token: TOKEN, mapping, ...change }, { catalogue, log });
}

export function call(change: Partial<Call> = {}): Call {
  return { signal: new AbortController().signal, requestId: 'test', log, ...change };
}

/** A block of indicators, area ids and period texts. */
export function block(indicators: readonly string[], areas: readonly string[], periods: readonly string[]): Block {
  return { indicators, areas: AREAS.filter((area) => areas.includes(area.id)), periods: periods.map(period) };
}

function figure(change: Partial<SampleFigure> & Pick<SampleFigure, 'indicator'>): SampleFigure {
  return {
    area: 'CITY-01',
    period: '2023-S1',
    value: null,
    numerator: null,
    denominator: null,
    status: 'A',
    note: null,
    publishedAt: '2023-07-10T00:00:00Z',
    ...change,
  };
}

function rate(indicator: string, area: string, period: string, numerator: number, denominator: number): SampleFigure {
  const value = indicator === 'DOCTORS' ? numerator / denominator : (100 * numerator) / denominator;
  return figure({ indicator, area, period, numerator, denominator, value });
}

/** One figure of each kind: rates with people and with tens of thousands below the line, a count, an index, a change, none. */
export const FIGURES: readonly SampleFigure[] = [
  rate('DOCTORS', 'CITY-01', '2023-S1', 11_937, 846.6),
  rate('DOCTORS', 'CITY-01', '2023', 12_075, 850),
  rate('DOCTORS', 'DISTRICT-001', '2023-S1', 1_201, 22.6315),
  rate('DOCTORS', 'DISTRICT-002', '2023-S1', 987, 13.5619),
  rate('HEALTH_MANAGEMENT', 'CITY-01', '2023-S1', 7_603_312, 8_466_000),
  rate('HEALTH_MANAGEMENT', 'DISTRICT-001', '2023-S1', 203_311, 226_315),
  figure({ indicator: 'HEALTH_RECORDS', area: 'DISTRICT-002', numerator: 0, denominator: 0, status: 'M' }),
  figure({ indicator: 'TELEMEDICINE_POINTS', value: 43, numerator: 43 }),
  figure({ indicator: 'LIFE_EXPECTANCY', period: '2022', value: 75.8 }),
  figure({ indicator: 'CHILD_MALNUTRITION', period: '2023', value: -0.15 }),
];
