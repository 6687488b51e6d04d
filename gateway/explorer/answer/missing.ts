import type { Cell, Table } from '../../csv/table.js';
import type { Words } from '../../pages/browser/words.js';

const STATUS: Readonly<Record<string, Words>> = {
  L: { vi: 'chưa thu thập', en: 'not collected' },
  M: { vi: 'không áp dụng', en: 'does not apply' },
  O: { vi: 'chưa báo cáo', en: 'not reported' },
  Q: { vi: 'được giữ kín', en: 'withheld' },
};

const NONE: Words = { vi: 'không có giá trị', en: 'no value' };

/** Says of an empty cell why it is empty, as far as the question asked for that. */
export type ReasonOf = (row: readonly Cell[], column: number) => Words;

/** The reason stands in the row, as `reason` or by its `status`, beside the value that is missing. */
export function reasons({ columns }: Table): ReasonOf {
  const places = new Map(columns.map(({ name }, index) => [name, index]));
  const beside = columns.map(({ name }) => {
    const parent = name.slice(0, name.lastIndexOf('.') + 1);
    return { reason: places.get(`${parent}reason`), status: places.get(`${parent}status`) };
  });
  return (row, column) => {
    const { reason, status } = beside[column] ?? {};
    const told = reason === undefined ? null : row[reason];
    if (typeof told === 'string') return { vi: told, en: told };
    return STATUS[String(status === undefined ? null : row[status])] ?? NONE;
  };
}
