import { useLanguage, type Words } from '../../pages/browser/language.js';
import type { Row } from './board.js';
import { GROUPS } from './filters.js';
import { TargetRow } from './row.js';

/** The columns, in the order of the cells of a row. On a narrow screen their names stand beside each cell. */
export const COLUMNS = {
  number: { vi: 'Số', en: 'No.' },
  name: { vi: 'Chỉ tiêu', en: 'Target' },
  target: { vi: 'Mục tiêu', en: 'To reach' },
  latest: { vi: 'Số liệu mới nhất', en: 'Latest value' },
  way: { vi: 'Chặng đường và thời gian', en: 'Way and time' },
  state: { vi: 'Trạng thái', en: 'State' },
  trend: { vi: 'Xu hướng', en: 'Trend' },
  owner: { vi: 'Nguồn số liệu', en: 'Source' },
  age: { vi: 'Tuổi số liệu', en: 'Age' },
} as const satisfies Readonly<Record<string, Words>>;

const WORDS = {
  nothing: {
    vi: 'Không có chỉ tiêu nào khớp với bộ lọc.',
    en: 'No target fits the filters.',
  },
  count: (n: number): Words => ({ vi: `${n} chỉ tiêu`, en: n === 1 ? '1 target' : `${n} targets` }),
  age: { vi: 'kể từ khi hết kỳ số liệu', en: 'since the period of the figure ended' },
};

export interface TablesProps {
  readonly rows: readonly Row[];
  readonly period: string;
  /** The instant that ages are told at. */
  readonly now: Date;
}

/** The rows in the programme's two groups, each a table of its own under its heading. */
export function Tables({ rows, period, now }: TablesProps) {
  const { say } = useLanguage();
  if (rows.length === 0) return <p class="card nothing">{say(WORDS.nothing)}</p>;
  return (
    <>
      {GROUPS.map(({ code, name }) => {
        const own = rows.filter(({ indicator }) => indicator.group === code);
        if (own.length === 0) return null;
        return (
          <section key={code} class="group" aria-labelledby={`group-${code}`}>
            <h2 id={`group-${code}`}>
              {say(name)} <small class="soft">{say(WORDS.count(own.length))}</small>
            </h2>
            <table class="board" aria-labelledby={`group-${code}`}>
              <Head />
              <tbody>
                {own.map((row) => (
                  <TargetRow key={row.indicator.code} row={row} period={period} now={now} />
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
    </>
  );
}

function Head() {
  const { say } = useLanguage();
  return (
    <thead>
      <tr>
        {Object.entries(COLUMNS).map(([column, name]) => (
          <th key={column} scope="col" class={`of-${column}`}>
            {say(name)}
            {column === 'age' && <small class="soft">{say(WORDS.age)}</small>}
          </th>
        ))}
      </tr>
    </thead>
  );
}
