import type { Text } from '../catalogue.js';
import type { Sheet } from './sheet-cell.js';
import type { SheetLimits } from './sheet-limits.js';

/** What the worker is asked: one file at a time. */
export interface SheetQuestion {
  readonly path: string;
  readonly limits: SheetLimits;
}

/** What the worker says: that it has loaded what it needs; that it has read a file; then what is in it. */
export type SheetWord = 'ready' | 'read' | SheetAnswer;

/** What the worker answers. */
export type SheetAnswer = { readonly sheets: Sheet[] } | { readonly fault: Text; readonly passing: boolean };
