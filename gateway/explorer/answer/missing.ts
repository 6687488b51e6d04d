import type { Cell } from '../../csv/table.js';
import type { Words } from '../../pages/browser/words.js';
import type { Lines } from './tabled.js';

const STATUS: Readonly<Record<string, Words>> = {
  L: { vi: 'chưa thu thập', en: 'not collected' },
  M: { vi: 'không áp dụng', en: 'does not apply' },
  O: { vi: 'chưa báo cáo', en: 'not reported' },
  Q: { vi: 'được giữ kín', en: 'withheld' },
};

const NONE: Words = { vi: 'không có giá trị', en: 'no value' };
const SEE_ERROR: Words = { vi: 'không có giá trị, xem cột error', en: 'no value, see error' };

/** Says of an empty cell why it is empty, as far as the question asked for that; null where nothing is missing. */
export type ReasonOf = (row: readonly Cell[], column: number) => Words | null;

/**
 * The reason stands in the row, as `reason` or by its `status`, beside the value that is missing, or as the row's error.
 * Without a fault there is no reason and no error, and that is as it should be.
 */
export function reasons({ table: { columns }, errorAt }: Omit<Lines, 'around'>): ReasonOf {
  const places = new Map(columns.map(({ name }, index) => [name, index]));
  const beside = columns.map(({ name }) => {
    const parent = name.slice(0, name.lastIndexOf('.') + 1);
    return { reason: places.get(`${parent}reason`), status: places.get(`${parent}status`) };
  });
  return (row, column) => {
    const { reason, status } = beside[column] ?? {};
    if (column === errorAt || column === reason) return null;
    const told = reason === undefined ? null : row[reason];
    if (typeof told === 'string') return { vi: told, en: told };
    return (
      STATUS[String(status === undefined ? null : row[status])] ??
      (errorAt !== null && row[errorAt] !== null ? SEE_ERROR : NONE)
    );
  };
}
