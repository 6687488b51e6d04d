import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { SettingsContext } from '../core/department.js';
import { sheetReader } from '../core/sources/sheet.js';
import { Faults } from '../core/table.js';
import { readFormFile } from './file-reading.js';
import { faultLine } from './form.js';
import { DEFAULT_MAPPING, readMapping } from './mapping.js';

/** What would become of a file in the department's folder. */
export interface WorkbookVerdict {
  /** Codes of the forms in it; null when none was found. */
  readonly form: string | null;
  /** Their periods; null when no heading names one. */
  readonly period: string | null;
  /** The day of issue (2023-07-05); null when the date line is blank. */
  readonly issuedOn: string | null;
  /** How many areas have a row with every figure filled. */
  readonly rows: number;
  /** How many figures would be served. */
  readonly figures: number;
  /** Everything that is wrong, by file, sheet and cell; empty when the file would count. */
  readonly faults: readonly string[];
}

interface CheckContext extends SettingsContext {
  /** Path of the mapping; the project's own without. */
  readonly mapping?: string | undefined;
}

/**
 * Judges a workbook or CSV file before it is dropped in the folder. Throws a SettingsFault with every fault in the mapping.
 */
export async function checkWorkbook(path: string, { catalogue, mapping }: CheckContext): Promise<WorkbookVerdict> {
  const mappingFaults = new Faults();
  const forms = readMapping(mapping || DEFAULT_MAPPING, catalogue, mappingFaults);
  mappingFaults.throwIfAny();
  const name = basename(path);
  const refused = (vi: string, en: string): WorkbookVerdict => ({
    ...{ form: null, period: null, issuedOn: null, rows: 0, figures: 0 },
    faults: [faultLine(name, { sheet: null, cell: null, text: { vi, en } })],
  });
  if (!/^\.(?:xlsx|csv)$/i.test(extname(path)))
    return refused('chỉ đọc tệp .xlsx và .csv', 'only .xlsx and .csv are read');
  const found = await stat(path).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (typeof found === 'string') return refused(`không mở được: ${found}`, `cannot be opened: ${found}`);
  const reader = sheetReader();
  try {
    const { forms: filled, faults } = await readFormFile(
      { path, name, mtimeMs: found.mtimeMs },
      { reader, forms, catalogue },
    );
    const joined = (texts: readonly (string | null | undefined)[]) =>
      [...new Set(texts.flatMap((t) => t ?? []))].join(', ') || null;
    return {
      form: joined(filled.map(({ form }) => form.code)),
      period: joined(filled.map(({ period }) => period?.text)),
      issuedOn: joined(filled.map(({ issuedOn }) => issuedOn)),
      rows: filled.reduce((sum, form) => sum + form.filled.length, 0),
      figures: faults.length > 0 ? 0 : filled.reduce((sum, form) => sum + form.figures.length, 0),
      faults: faults.map((fault) => faultLine(name, fault)),
    };
  } finally {
    await reader.close();
  }
}
