import { type Area, CITY, partsOfCity, validOn } from '../../schema/areas/areas.js';
import type { Catalogue, CatalogueIndicator } from '../core/catalogue.js';
import type { SourceFigure, Submission } from '../core/figure.js';
import { hanoiDay, lastDay, type Period, partsOf, period as periodNamed } from '../core/period.js';
import type { FileReading } from './file-reading.js';
import type { FilledForm } from './filled-form.js';
import { type Form, type FormFault, filledKey, placeOf } from './form.js';

/** One filled form in a valid file. */
interface Edition {
  readonly filled: FilledForm;
  readonly file: FileReading;
}

/** What the files of the folder say together: the newest valid edition of each form and period counts. */
export class Register {
  /** Editions by form and period, the one that counts last. */
  readonly #editions = new Map<string, Edition[]>();
  readonly #figures = new Map<string, SourceFigure>();
  /** By indicator and period: where the only file that could have figures is spoilt. */
  readonly #spoilt = new Map<string, Pick<SourceFigure, 'document' | 'place'>>();

  constructor(
    readonly files: readonly FileReading[],
    private readonly mapping: { readonly forms: readonly Form[]; readonly catalogue: Catalogue },
  ) {
    for (const file of files) if (file.faults.length === 0) this.#addEditions(file);
    for (const editions of this.#editions.values()) {
      editions.sort(byAge);
      for (const figure of editions.at(-1)?.filled.figures ?? []) {
        this.#figures.set(cell(figure.indicator, figure.area, figure.period), figure);
      }
    }
    for (const file of files) if (file.faults.length > 0) this.#addSpoilt(file);
  }

  /** Every fault with its file. */
  get faults(): readonly { readonly file: string; readonly fault: FormFault }[] {
    return this.files.flatMap((file) => file.faults.map((fault) => ({ file: file.name, fault })));
  }

  /** Codes of the indicators that a valid form has figures of. */
  get indicators(): ReadonlySet<string> {
    return new Set([...this.#figures.values()].map((figure) => figure.indicator));
  }

  /** The figure that a form states about an area and period; undefined when no form is about them. */
  figureAt(indicator: CatalogueIndicator, area: Area, period: string): SourceFigure | undefined {
    const stated = this.#figures.get(cell(indicator.code, area.id, period));
    if (stated) return stated;
    const spoilt = this.#spoilt.get(`${indicator.code}|${period}`);
    const cityOnly = indicator.kind !== 'COUNT' && indicator.kind !== 'RATE';
    if (!spoilt || !validOn(area, lastDay(periodNamed(period))) || (cityOnly && area !== CITY)) return undefined;
    return {
      ...{ indicator: indicator.code, area: area.id, period },
      ...{ value: null, numerator: null, denominator: null, status: 'O', reason: 'UNREADABLE_AT_SOURCE' },
      ...{ note: null, ...spoilt, publishedAt: null },
    };
  }

  /**
   * Who has handed in every form of a period: a district or commune when its row is filled, on the day of the first edition
   * in which it was (a later correction does not make it late); the whole city where no area below it has.
   */
  submissions(period: Period): Submission[] {
    const due = this.mapping.forms.flatMap((form) =>
      partsOf(period, form.frequencies[0] ?? 'A').map((part) => ({
        form,
        editions: this.#editions.get(filledKey(form, part)) ?? [],
      })),
    );
    const byArea = due.filter(({ form }) => this.#hasParts(form));
    const reports = partsOfCity(lastDay(period)).flatMap((area) => {
      const on = completeOn(byArea.map(({ editions }) => firstFilled(editions, area)));
      return on === null ? [] : [{ area: area.id, period: period.text, on }];
    });
    if (reports.length > 0) return reports;
    const on = completeOn(due.map(({ editions }) => firstFilled(editions, CITY)));
    return on === null ? [] : [{ area: null, period: period.text, on }];
  }

  #hasParts(form: Form): boolean {
    return form.columns.some(({ indicator }) =>
      ['COUNT', 'RATE'].includes(this.mapping.catalogue.get(indicator)?.kind ?? ''),
    );
  }

  #addEditions(file: FileReading): void {
    for (const filled of file.forms) {
      if (!filled.period) continue;
      const key = filledKey(filled.form, filled.period);
      this.#editions.set(key, [...(this.#editions.get(key) ?? []), { filled, file }]);
    }
  }

  #addSpoilt(file: FileReading): void {
    for (const { form, period } of file.forms) {
      if (!period || this.#editions.has(filledKey(form, period))) continue;
      const [fault] = file.faults;
      const at = { document: file.name, place: fault ? placeOf(fault.sheet, fault.cell) : null };
      for (const { indicator } of form.columns) this.#spoilt.set(`${indicator}|${period.text}`, at);
    }
  }
}

/** The newest last: by the day of issue in the form, then by the file's last change, then by name. */
function byAge(a: Edition, b: Edition): number {
  const day = ({ filled }: Edition) => filled.issuedOn ?? '';
  if (day(a) !== day(b)) return day(a) < day(b) ? -1 : 1;
  return a.file.mtimeMs - b.file.mtimeMs || a.file.name.localeCompare(b.file.name, 'vi', { numeric: true });
}

/** The day of the first edition in which an area's row is filled; null when none is. */
function firstFilled(editions: readonly Edition[], area: Area): string | null {
  const found = editions.find(({ filled }) => filled.filled.includes(area.id));
  return found ? (found.filled.issuedOn ?? hanoiDay(new Date(found.file.mtimeMs))) : null;
}

/** The day on which the last of several came in; null while one has not, or when none is due. */
function completeOn(days: readonly (string | null)[]): string | null {
  const came = days.flatMap((day) => day ?? []);
  return days.length > 0 && came.length === days.length ? (came.sort().at(-1) ?? null) : null;
}

function cell(indicator: string, area: string, period: string): string {
  return `${indicator}|${area}|${period}`;
}
