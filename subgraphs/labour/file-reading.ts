import type { Catalogue } from '../core/catalogue.js';
import type { SheetReader } from '../core/sources/sheet.js';
import { SheetFault } from '../core/sources/sheet-fault.js';
import { type FilledForm, readForm } from './filled-form.js';
import { type Form, type FormFault, filledKey } from './form.js';

/** What a file turned out to be: the forms in it, and everything that is wrong with it. */
export interface FileReading {
  /** The file's name below the folder. */
  readonly name: string;
  readonly mtimeMs: number;
  readonly forms: readonly FilledForm[];
  /** A file with a fault anywhere does not count. */
  readonly faults: readonly FormFault[];
  /** True when the same file may be readable later. */
  readonly passing: boolean;
}

/** What reading a file as forms needs. */
export interface FormReading {
  readonly reader: SheetReader;
  readonly forms: readonly Form[];
  readonly catalogue: Catalogue;
}

/** Reads a file as the forms of the mapping; sheets that are none of them are left alone. */
export async function readFormFile(
  file: { readonly path: string; readonly name: string; readonly mtimeMs: number },
  { reader, forms, catalogue }: FormReading,
): Promise<FileReading> {
  const head = { name: file.name, mtimeMs: file.mtimeMs };
  try {
    const sheets = await reader.read(file.path);
    const filled = sheets.flatMap((sheet) => readForm(sheet, file.name, forms, catalogue) ?? []);
    const faults = filled.length > 0 ? filled.flatMap((form) => form.faults) : [noForm(forms)];
    return { ...head, forms: filled, faults: [...faults, ...twice(filled)], passing: false };
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error;
    return { ...head, forms: [], faults: [{ sheet: null, cell: null, text: error.text }], passing: error.passing };
  }
}

function noForm(forms: readonly Form[]): FormFault {
  const codes = forms.map((form) => form.code).join(', ');
  return {
    sheet: null,
    cell: null,
    text: { vi: `không thấy biểu nào trong các biểu ${codes}`, en: `none of the forms ${codes} was found` },
  };
}

function twice(filled: readonly FilledForm[]): FormFault[] {
  const keys = filled.flatMap(({ form, period }) => (period ? filledKey(form, period) : []));
  return [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))].map((key) => ({
    sheet: null,
    cell: null,
    text: { vi: `hai trang tính cùng một biểu và kỳ (${key})`, en: `two sheets are the same form and period (${key})` },
  }));
}
