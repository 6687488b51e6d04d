import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CITY } from '../../schema/areas/areas.js';
import type { Catalogue } from '../core/catalogue.js';
import { coarserFigure } from '../core/coarser.js';
import type { Call, DepartmentSource, ProbeReport } from '../core/department.js';
import { SourceError } from '../core/errors.js';
import type { Block, SourceFigure, Submission } from '../core/figure.js';
import { type Period, partsOf } from '../core/period.js';
import { Faults } from '../core/table.js';
import { FIGURE_FILE, type ReportedFigure, readFigureFile } from './figure-file.js';

type Cell = `${string}|${string}|${string}`;
type FigureRows = ReadonlyMap<Cell, ReportedFigure>;

/** The figures that other agencies report, from figures.csv, which is read again when it was changed. */
export class FigureFileSource implements DepartmentSource {
  readonly #path: string;
  #read: { readonly stamp: string; readonly rows: FigureRows } | null = null;

  constructor(
    private readonly folder: string,
    private readonly catalogue: Catalogue,
  ) {
    this.#path = join(folder, FIGURE_FILE);
  }

  async figures(blocks: readonly Block[], call: Call): Promise<SourceFigure[]> {
    const rows = await this.#rows(call);
    const found = new Map<Cell, SourceFigure>();
    for (const { indicators, areas, periods } of blocks) {
      for (const code of indicators) {
        const indicator = this.catalogue.get(code);
        if (indicator?.owner !== 'programme') continue;
        for (const { id } of areas) {
          for (const period of periods) {
            const figure = coarserFigure(indicator, period, (text) => rows.get(cell(code, id, text)));
            if (figure) found.set(cell(code, id, period.text), plain(figure));
          }
        }
      }
    }
    return [...found.values()];
  }

  /**
   * An area has reported for a period when every indicator that the file holds for the area at all has a figure in every
   * part of the period; the day is that of the last one. The city's rows count only where no area below it reports.
   */
  async submissions(period: Period, call: Call): Promise<Submission[]> {
    const rows = await this.#rows(call);
    const owed = new Map<string, Set<string>>();
    for (const { area, indicator } of rows.values()) owed.set(area, (owed.get(area) ?? new Set()).add(indicator));
    const reports = [...owed].flatMap(([area, codes]): Submission[] => {
      const on = this.#completeOn(rows, area, [...codes], period);
      return on === null ? [] : [{ area, period: period.text, on }];
    });
    const parts = reports.filter(({ area }) => area !== null && area !== CITY.id);
    return parts.length > 0 ? parts : reports.map((report) => ({ ...report, area: null }));
  }

  async probe(call: Call): Promise<ProbeReport> {
    const rows = await this.#rows(call);
    const held = new Set([...rows.values()].map((row) => row.indicator));
    const served = this.catalogue.ofOwner('programme').map((indicator) => indicator.code);
    return {
      system: `${FIGURE_FILE}, ${rows.size} rows`,
      mapped: served.filter((code) => held.has(code)),
      missing: served.filter((code) => !held.has(code)),
      refused: [],
    };
  }

  async ping(): Promise<void> {
    await this.#stamp();
  }

  async close(): Promise<void> {}

  /** The day of the last report of an area for a period; null while one is missing or its day is not known. */
  #completeOn(rows: FigureRows, area: string, codes: readonly string[], period: Period): string | null {
    const days = codes.flatMap((code) => {
      const parts = partsOf(period, this.catalogue.get(code)?.frequency ?? period.frequency);
      return parts.map(({ text }) => {
        const row = rows.get(cell(code, area, text));
        return row && row.reason !== 'BLANK_AT_SOURCE' ? row.reportedOn : null;
      });
    });
    return days.reduce(
      (last, day) => (last === null || day === null ? null : last > day ? last : day),
      days[0] ?? null,
    );
  }

  async #rows(call: Call): Promise<FigureRows> {
    call.signal.throwIfAborted();
    const stamp = await this.#stamp();
    if (this.#read?.stamp === stamp) return this.#read.rows;
    const faults = new Faults();
    const figures = readFigureFile(this.folder, this.catalogue, faults);
    // A file that grows while it is read is half a file: the rows before it are served until it rests.
    if (this.#read && (await this.#stamp()) !== stamp) return this.#read.rows;
    if (faults.list.length > 0) throw new SourceError('SOURCE_UNREADABLE', 'programme', faults.list.join('; '));
    const rows = new Map(figures.map((figure) => [cell(figure.indicator, figure.area, figure.period), figure]));
    this.#read = { stamp, rows };
    call.log.info({ owner: 'programme', rows: rows.size }, `${FIGURE_FILE} read`);
    return rows;
  }

  async #stamp(): Promise<string> {
    try {
      const { ino, size, mtimeMs } = await stat(this.#path);
      return `${ino} ${size} ${mtimeMs}`;
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new SourceError('SOURCE_UNREACHABLE', 'programme', detail, { cause });
    }
  }
}

function cell(indicator: string, area: string, period: string): Cell {
  return `${indicator}|${area}|${period}`;
}

/** The figure without what only this file's readers need. */
function plain(figure: SourceFigure & Partial<ReportedFigure>): SourceFigure {
  const { reportedOn, about, ...rest } = figure;
  return rest;
}
