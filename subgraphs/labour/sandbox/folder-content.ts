import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AREAS, type Area, CITY } from '../../../schema/areas/areas.js';
import type { Catalogue } from '../../core/catalogue.js';
import { hanoiDay, type Period, period as periodNamed } from '../../core/period.js';
import type { SampleFigure } from '../../core/sample/figure.js';
import type { Form } from '../form.js';
import { writeCsv, writeWorkbook } from './form-file.js';
import { type FormToWrite, formGrid } from './form-grid.js';

/** The form that this clerk saves as CSV, the one that she writes by hand, and the slips that were put right later. */
const AS_CSV = '05/GDNN';
const BY_HAND = '03/BTXH';
const MISCOUNTED = { form: '01/VL', period: '2023-03', area: 'DISTRICT-001', by: 40 };
const LATE = { form: '04/TDCS', period: '2023-S1', areas: ['DISTRICT-271', 'DISTRICT-282'], days: 9 };
const LOCKED = '~$01-VL_2023-06.xlsx';

/** Fills a folder with the forms that hold these figures, with the dirt that such folders have. */
export async function writeForms(
  folder: string,
  figures: readonly SampleFigure[],
  forms: readonly Form[],
  catalogue: Catalogue,
): Promise<void> {
  const cells = new Map(figures.map((figure) => [`${figure.indicator}|${figure.area}|${figure.period}`, figure]));
  const known = new Set(figures.map(({ area }) => area));
  const areas = AREAS.filter(({ id }) => known.has(id));
  for (const form of forms) {
    const codes = new Set(form.columns.map((column) => column.indicator));
    const texts = new Set(figures.flatMap((figure) => (codes.has(figure.indicator) ? figure.period : [])));
    for (const period of [...texts].map(periodNamed).filter((p) => form.frequencies.includes(p.frequency))) {
      const figure = (indicator: string, area: Area) => cells.get(`${indicator}|${area.id}|${period.text}`);
      const published = [...codes].flatMap((code) => figure(code, CITY)?.publishedAt ?? [])[0];
      const job: FormToWrite = {
        form,
        period,
        issuedOn: hanoiDay(new Date(published ?? 0)),
        areas,
        figure,
        decimals: (code) => catalogue.get(code)?.decimals ?? 0,
        blank: new Set(),
        clerk: { asText: form.code === AS_CSV || form.code === BY_HAND, shortNames: form.code === BY_HAND },
      };
      for (const { suffix, edition } of editionsOf(job)) await writeEdition(folder, edition, suffix);
    }
  }
  await mkdir(join(folder, '2023'), { recursive: true });
  await writeFile(join(folder, '2023', LOCKED), '\u0006Nguoi dung');
}

/** A form as it was handed in: once, or wrong or unfinished first and put right later. */
function editionsOf(job: FormToWrite): { suffix: string; edition: FormToWrite }[] {
  const at = (slip: { form: string; period: string }) => slip.form === job.form.code && slip.period === job.period.text;
  if (at(MISCOUNTED)) {
    const wrong = (indicator: string, area: Area) => {
      const right = job.figure(indicator, area);
      if (!right || (area !== CITY && area.id !== MISCOUNTED.area)) return right;
      const value = (right.value ?? 0) + MISCOUNTED.by;
      return { ...right, value, numerator: value };
    };
    return [
      { suffix: '', edition: { ...job, figure: wrong } },
      { suffix: '_thay_the', edition: { ...job, issuedOn: later(job.issuedOn, 3) } },
    ];
  }
  if (at(LATE)) {
    return [
      { suffix: '', edition: { ...job, blank: new Set(LATE.areas) } },
      { suffix: '_lan2', edition: { ...job, issuedOn: later(job.issuedOn, LATE.days) } },
    ];
  }
  return [{ suffix: '', edition: job }];
}

async function writeEdition(folder: string, job: FormToWrite, suffix: string): Promise<void> {
  const csv = job.form.code === AS_CSV;
  const path = join(
    folder,
    String(job.period.year),
    fileName(job.form, job.period, `${suffix}${csv ? '.csv' : '.xlsx'}`),
  );
  await mkdir(join(folder, String(job.period.year)), { recursive: true });
  const grid = formGrid(job);
  if (csv) await writeCsv(path, grid);
  else await writeWorkbook(path, `Biểu ${job.form.code.slice(0, 2)}`, grid);
  // As old as the form says, and never so young that it would be taken for a file that is still growing.
  const time = new Date(Math.min(Date.parse(`${job.issuedOn}T03:00:00Z`), Date.now() - 60_000));
  await utimes(path, time, time);
}

function fileName(form: Form, period: Period, ending: string): string {
  return `${form.code.replace('/', '-').replace('Đ', 'D')}_${period.text}${ending}`;
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
