import { useMemo, useState } from 'preact/hooks';
import type { Cell, Table } from '../../csv/table.js';
import { number } from '../../pages/browser/format.js';
import { type Language, useLanguage, type Words } from '../../pages/browser/language.js';
import { reasons } from './missing.js';

const WORDS = {
  table: { vi: 'Câu trả lời dạng bảng', en: 'The answer as a table' },
  row: { vi: 'Dòng', en: 'Row' },
  yes: { vi: 'có', en: 'yes' },
  no: { vi: 'không', en: 'no' },
  rounded: {
    vi: 'Số lẻ hiển thị đến 4 chữ số thập phân; tệp tải về giữ nguyên số.',
    en: 'Decimals are shown to the fourth place; the downloads have them all.',
  },
  empty: { vi: 'Không có dòng nào.', en: 'There are no rows.' },
  previous: { vi: 'Trang trước', en: 'Previous page' },
  next: { vi: 'Trang sau', en: 'Next page' },
};

/** So many lines are drawn at a time: the browser lays out a table of thousands anew for seconds. */
const PAGE = 100;

/** An answer as a table, page by page. */
export function TableView({ table }: { readonly table: Table }) {
  const { say } = useLanguage();
  const [page, setPage] = useState(0);
  const { columns, rows } = table;
  const reasonOf = useMemo(() => reasons(table), [table]);
  const numeric = useMemo(() => columns.map((_, at) => rows.some((row) => typeof row[at] === 'number')), [table]);
  const rounded = useMemo(() => rows.some((row) => row.some(isRounded)), [table]);
  const first = page * PAGE;
  return (
    <>
      <Pages page={page} rows={rows.length} onPage={setPage} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <section class="table-box" tabIndex={0} aria-label={say(WORDS.table)}>
        <table aria-rowcount={rows.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th class="number" scope="col">
                <span class="for-readers">{say(WORDS.row)}</span>#
              </th>
              {columns.map(({ name }, at) => (
                <th key={name} scope="col" class={numeric[at] ? 'number' : ''}>
                  <ColumnName name={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(first, first + PAGE).map((row, index) => (
              <tr key={first + index} aria-rowindex={first + index + 2}>
                <th scope="row" class="number soft">
                  {first + index + 1}
                </th>
                {columns.map(({ name }, at) => (
                  <td key={name} class={numeric[at] ? 'number' : ''}>
                    <CellView cell={row[at] ?? null} reason={() => reasonOf(row, at)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="status">{say(WORDS.empty)}</p>}
      </section>
      {rounded && <p class="status small">{say(WORDS.rounded)}</p>}
    </>
  );
}

/** The way to the field is small above its name. */
function ColumnName({ name }: { readonly name: string }) {
  const at = name.lastIndexOf('.') + 1;
  return (
    <>
      {at > 0 && <span class="way">{name.slice(0, at)}</span>}
      {name.slice(at)}
    </>
  );
}

function CellView({ cell, reason }: { readonly cell: Cell; readonly reason: () => Words }) {
  const { say, language } = useLanguage();
  if (cell !== null) return <>{written(cell, language, say)}</>;
  return (
    <span class="missing">
      <span aria-hidden="true">— </span>
      {say(reason())}
    </span>
  );
}

function written(cell: string | number | boolean, language: Language, say: (words: Words) => string): string {
  if (typeof cell === 'boolean') return say(cell ? WORDS.yes : WORDS.no);
  if (typeof cell === 'string') return cell;
  const decimals = /\.(\d+)$/.exec(String(shown(cell)))?.[1]?.length ?? 0;
  return number(cell, language, decimals);
}

/** A number as it is shown: to the fourth decimal. */
function shown(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function isRounded(cell: Cell): boolean {
  return typeof cell === 'number' && shown(cell) !== cell;
}

interface PagesProps {
  readonly page: number;
  readonly rows: number;
  readonly onPage: (page: number) => void;
}

function Pages({ page, rows, onPage }: PagesProps) {
  const { say, language } = useLanguage();
  if (rows <= PAGE) return null;
  const count = (value: number) => number(value, language);
  const last = Math.min(rows, (page + 1) * PAGE);
  return (
    <div class="toolbar">
      <button type="button" class="button small" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {say(WORDS.previous)}
      </button>
      <span class="small" role="status">
        {`${say(WORDS.row)} ${count(page * PAGE + 1)}–${count(last)} / ${count(rows)}`}
      </span>
      <button type="button" class="button small" disabled={last === rows} onClick={() => onPage(page + 1)}>
        {say(WORDS.next)}
      </button>
    </div>
  );
}
