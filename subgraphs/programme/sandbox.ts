import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { areaById, CITY, partsOfCity } from '../../schema/areas/areas.js';
import { projectFile } from '../../schema/files.js';
import type { Catalogue } from '../core/catalogue.js';
import type { Sandbox, SandboxOptions } from '../core/department.js';
import { lastDay, type Period, parsePeriod, partsOf, period } from '../core/period.js';
import type { SampleFigure } from '../core/sample/figure.js';
import { sampleOf } from '../core/sample/figures.js';
import { DEFINITION_FILES } from './definition-files.js';
import { FIGURE_COLUMNS, FIGURE_FILE } from './figure-file.js';

/** The folder of definitions that comes with the project. */
function ownFolder(): string {
  return projectFile('subgraphs', 'programme', 'files');
}

/**
 * A folder as the standing agency keeps it: the project's definitions, and the sample's figures as other agencies would
 * have reported them. Made anew at each start, so that an edit in it does not outlive a run. A folder has nobody who
 * could count its readers, so `asked` stays empty.
 */
export async function startProgrammeSandbox({ dataDir, catalogue }: SandboxOptions): Promise<Sandbox> {
  await mkdir(dataDir, { recursive: true });
  await Promise.all(
    DEFINITION_FILES.map(async (file) => putInPlace(join(dataDir, file), await readFile(join(ownFolder(), file)))),
  );
  await putInPlace(join(dataDir, FIGURE_FILE), figureTable(sampleOf(catalogue)('programme'), catalogue));
  return { variables: { PROGRAMME_FILES: dataDir }, asked: [], close: async () => {} };
}

/** Whole at any moment, for whoever reads the folder already. */
async function putInPlace(path: string, content: string | Uint8Array): Promise<void> {
  const made = `${path}.${randomUUID()}`;
  await writeFile(made, content);
  await rename(made, path);
}

/** The text of figures.csv: the figures at the indicators' own frequencies and finer; coarser ones follow from them. */
function figureTable(figures: readonly SampleFigure[], catalogue: Catalogue): string {
  const rows = figures.filter((figure) => isReported(figure, catalogue)).map(rowOf);
  return stringify(rows, { header: true, columns: [...FIGURE_COLUMNS], escape_formulas: true });
}

function isReported({ indicator, period }: SampleFigure, catalogue: Catalogue): boolean {
  const own = catalogue.get(indicator)?.frequency;
  const about = parsePeriod(period);
  return own !== undefined && about !== null && partsOf(about, own).length <= 1;
}

function rowOf(figure: SampleFigure): Record<(typeof FIGURE_COLUMNS)[number], string | number | null> {
  const area = areaById(figure.area);
  return {
    indicator: figure.indicator,
    area_level: area?.level ?? '',
    area_code: area?.code ?? '',
    period: figure.period,
    numerator: figure.numerator,
    denominator: figure.denominator,
    value: figure.value,
    status: figure.status === 'A' ? null : figure.status,
    note: figure.note,
    reported_on: reportedOn(figure),
    document: null,
  };
}

/** The day of an area's report: 3 to 12 days after the period, now and then 22; the city's comes with that of its last part. */
function reportedOn(figure: SampleFigure): string {
  const about = period(figure.period);
  const end = lastDay(about);
  const parts = partsOfCity(end);
  const days =
    figure.area === CITY.id ? parts.map((area) => daysAfter(area.id, about)) : [daysAfter(figure.area, about)];
  return new Date(Date.parse(end) + Math.max(3, ...days) * 86_400_000).toISOString().slice(0, 10);
}

function daysAfter(areaId: string, { lastMonth }: Period): number {
  const spread = Number(areaId.replace(/\D/g, '')) * 31 + lastMonth * 17;
  return spread % 53 === 0 ? 22 : 3 + (spread % 10);
}
