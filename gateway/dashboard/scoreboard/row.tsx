import { useAddress } from '../../pages/browser/address.js';
import { ago, day, endOf, number, shortPeriod, time, withUnit } from '../../pages/browser/format.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import { StateMark } from '../state.js';
import { EVIDENCE_WORDS, targetText } from '../target-text.js';
import type { Row } from './board.js';
import { DECLARED_WORDS, differenceText } from './declared.js';
import { REASON_WORDS } from './reason.js';
import { Sparkline } from './sparkline.js';
import { COLUMNS } from './table.js';
import { WayBar } from './way-bar.js';

const WORDS = {
  hard: { vi: 'chỉ tiêu khó', en: 'hard target' },
  sample: { vi: 'số liệu mẫu', en: 'sample' },
  sampleLong: { vi: 'Số liệu dựng cho bản mẫu, chưa từng công bố', en: 'Made up for the sample, never published' },
  exceeded: { vi: 'vượt mục tiêu', en: 'beyond the target' },
  differs: { vi: 'Khác công bố', en: 'Differs' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  none: { vi: 'Không có', en: 'None' },
  kept: (at: string): Words => ({ vi: `nhận lúc ${at}`, en: `as of ${at}` }),
  published: (on: string): Words => ({ vi: `công bố ${on}`, en: `published ${on}` }),
  unpublished: { vi: 'không rõ ngày công bố', en: 'day of publication not told' },
  sum: (to: string): Words => ({ vi: `cộng dồn đến hết ${to}`, en: `year's sum to ${to}` }),
  stale: { vi: 'chưa xác nhận lại được', en: 'not confirmed' },
};

export interface TargetRowProps {
  readonly row: Row;
  readonly period: string;
  readonly now: Date;
}

/** One target: what is to be reached, where it stands, since when. The name leads to all about it. */
export function TargetRow({ row, period, now }: TargetRowProps) {
  const { say } = useLanguage();
  const { to } = useAddress();
  const { indicator, assessment, state } = row;
  const path = `/indicators/${encodeURIComponent(indicator.code)}`;
  const label = (column: keyof typeof COLUMNS) => ({ 'data-label': say(COLUMNS[column]), class: `of-${column}` });
  return (
    <tr data-state={state}>
      <td {...label('number')}>{indicator.number}</td>
      <th scope="row" {...label('name')}>
        <a href={to({ path, query: { period } })}>{indicator.name}</a>
        {indicator.hard && <span class="tag hard">{say(WORDS.hard)}</span>}
      </th>
      <td {...label('target')}>
        <TargetCell row={row} />
      </td>
      <td {...label('latest')}>
        <LatestCell row={row} />
      </td>
      <td {...label('way')}>
        <WayBar assessment={assessment} state={state} />
      </td>
      <td {...label('state')}>
        <StateCell row={row} />
      </td>
      <td {...label('trend')}>
        <Sparkline indicator={indicator} assessment={assessment} period={period} />
      </td>
      <td {...label('owner')}>{indicator.owner.name}</td>
      <td {...label('age')}>
        <AgeCell row={row} now={now} />
      </td>
    </tr>
  );
}

function TargetCell({ row: { indicator, assessment } }: { readonly row: Row }) {
  const { language, say } = useLanguage();
  const target = assessment?.target ?? null;
  const text = targetText(target, indicator, language);
  const evidence = target && !target.withdrawn ? EVIDENCE_WORDS[target.evidence] : null;
  return (
    <>
      <span class="figure">{text ?? say(target?.withdrawn ? WORDS.withdrawn : WORDS.none)}</span>
      {evidence && (
        <span class="tag" title={say(evidence.long)}>
          {say(evidence.short)}
        </span>
      )}
    </>
  );
}

function LatestCell({ row: { indicator, assessment, keptFrom } }: { readonly row: Row }) {
  const { language, say } = useLanguage();
  const latest = assessment?.latest;
  // A quota is that of a year: what counts is the sum, not the last of its parts.
  const value = assessment?.yearSum ?? latest?.value ?? null;
  if (!latest || value === null) return <span class="soft">{say(WORDS.none)}</span>;
  const about = shortPeriod(latest.period, language);
  return (
    <>
      <span class="figure">{withUnit(number(value, language, indicator.decimals), indicator.unit)}</span>
      <span class="soft">{assessment?.yearSum == null ? about : say(WORDS.sum(about))}</span>
      {latest.sample && (
        <span class="tag" title={say(WORDS.sampleLong)}>
          {say(WORDS.sample)}
        </span>
      )}
      {keptFrom && <span class="tag warn">{say(WORDS.kept(time(keptFrom, language)))}</span>}
    </>
  );
}

function StateCell({ row: { assessment, state, declared, difference } }: { readonly row: Row }) {
  const { say } = useLanguage();
  return (
    <>
      <StateMark state={state} />
      {state !== 'UNAVAILABLE' && assessment?.exceeded && <span class="soft">{say(WORDS.exceeded)}</span>}
      {assessment?.reason && <span class="soft">{say(REASON_WORDS[assessment.reason])}</span>}
      {declared.map((one) => (
        <span class="soft" key={one.report + one.state} title={one.report}>
          {say(DECLARED_WORDS[one.state])}
        </span>
      ))}
      {difference && (
        <span class="tag warn" title={say(differenceText(difference))}>
          {say(WORDS.differs)}
        </span>
      )}
    </>
  );
}

/** How old the figure is: since its period ended. What the source says of its publication stands beside it. */
function AgeCell({ row: { assessment, figure }, now }: { readonly row: Row; readonly now: Date }) {
  const { language, say } = useLanguage();
  const latest = assessment?.latest;
  if (!latest) return <span class="soft">–</span>;
  const published = figure?.provenance?.publishedAt;
  return (
    <>
      <span>{ago(endOf(latest.period), now, language)}</span>
      {figure?.provenance && (
        <span class="soft">{say(published ? WORDS.published(day(published, language)) : WORDS.unpublished)}</span>
      )}
      {figure?.stale && (
        <span class="tag warn" title={figure.staleReason ?? undefined}>
          {say(WORDS.stale)}
          {figure.provenance && ` ${ago(figure.provenance.retrievedAt, now, language)}`}
        </span>
      )}
    </>
  );
}
