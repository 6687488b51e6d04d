/** How large a workbook may be before it is refused: a figure form has a few kilobytes. */
export interface SheetLimits {
  /** Largest file, in bytes. */
  readonly fileBytes: number;
  /** Largest sum of what the parts of a workbook unpack to, in bytes: a zip bomb is refused before it is read. */
  readonly unpackedBytes: number;
  /** Most rows of one sheet. */
  readonly rows: number;
  /** Most cells of one file. */
  readonly cells: number;
}

export const SHEET_LIMITS: SheetLimits = {
  fileBytes: 10 * 1024 * 1024,
  unpackedBytes: 64 * 1024 * 1024,
  rows: 5_000,
  cells: 200_000,
};
