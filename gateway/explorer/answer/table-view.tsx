import { useMemo, useState } from 'preact/hooks';
import { number } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { Around } from './around.js';
import { CellView, isRounded } from './cell.js';
import { reasons } from './missing.js';
import type { Lines } from './tabled.js';

const WORDS = {
  table: { vi: 'Câu trả lời dạng bảng', en: 'The answer as a table' },
  row: { vi: 'Dòng', en: 'Row' },
  rows: { vi: 'Dòng', en: 'Rows' },
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

/** An answer as a table, page by page; what would be the same on every row is told once, above. */
export function TableView({ table, around }: Lines) {
  const { say } = useLanguage();
  const [page, setPage] = useState(0);
  const { rows } = table;
  const reasonOf = useMemo(() => reasons(table), [table]);
  const shown = useMemo(() => shownColumns({ table, around }), [table, around]);
  const rounded = useMemo(() => rows.some((row) => row.some(isRounded)), [table]);
  const first = page * PAGE;
  return (
    <>
      <Around table={table} around={around} reasonOf={reasonOf} />
      <Pages page={page} rows={rows.length} onPage={setPage} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <section class="table-box" tabIndex={0} aria-label={say(WORDS.table)}>
        <table aria-rowcount={rows.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th class="number" scope="col">
                <span class="for-readers">{say(WORDS.row)}</span>#
              </th>
              {shown.map(({ at, name, kind }) => (
                <th key={at} scope="col" class={kind}>
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
                {shown.map(({ at, kind }) => (
                  <td key={at} class={kind}>
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

/** The columns of the table itself; one that has numbers stands to the right. */
function shownColumns({ table: { columns, rows }, around }: Lines) {
  return columns.flatMap(({ name }, at) => {
    const kind = rows.some((row) => typeof row[at] === 'number') ? 'number' : '';
    return around.includes(at) ? [] : [{ at, name, kind }];
  });
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
        {`${say(WORDS.rows)} ${count(page * PAGE + 1)}–${count(last)} / ${count(rows)}`}
      </span>
      <button type="button" class="button small" disabled={last === rows} onClick={() => onPage(page + 1)}>
        {say(WORDS.next)}
      </button>
    </div>
  );
}
