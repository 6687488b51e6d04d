import catalogue from './errors.json' with { type: 'json' };
import { titleOf } from './subgraphs.js';

/** A code of the catalogue of errors. */
export type ErrorCode = keyof typeof catalogue;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(catalogue, code);
}

/** What the catalogue says of a code, about the owner or subgraph of that name. */
export function errorText(code: ErrorCode, owner: string): { readonly vi: string; readonly en: string } {
  const { vi, en } = catalogue[code];
  const title = titleOf(owner);
  return {
    vi: vi.replaceAll('{department}', title.vi).replaceAll('{owner}', owner),
    en: en.replaceAll('{department}', title.en).replaceAll('{owner}', owner),
  };
}
