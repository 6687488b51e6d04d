import { useAddress } from '../../pages/browser/address.js';
import { useLanguage, type Words } from '../../pages/browser/language.js';
import type { Department } from './department.js';
import { Facts } from './facts.js';
import { HeldBack } from './held-back.js';
import { LastChanges } from './last-changes.js';
import { Reporting } from './reporting.js';
import { SourceMark } from './source-mark.js';

const WORDS = {
  silent: {
    vi: 'Phần phục vụ số liệu của cơ quan này không trả lời, nên không biết hệ thống của cơ quan đang thế nào.',
    en: 'The part that serves this department does not answer: how its system stands is not known.',
  },
  sample: { vi: 'hệ thống mẫu', en: 'sample system' },
  indicators: (n: number): Words => ({ vi: `Chỉ tiêu phục vụ (${n})`, en: `Indicators served (${n})` }),
};

/** All about one department's system. */
export function Card({ department, now }: { readonly department: Department; readonly now: Date }) {
  const { say } = useLanguage();
  const { code, name, source } = department;
  return (
    <article class="card source" id={code} aria-labelledby={`name-${code}`}>
      <header>
        <h2 id={`name-${code}`}>{name}</h2>
        <SourceMark source={source} />
        {source?.sample && <span class="tag">{say(WORDS.sample)}</span>}
      </header>
      {!source && <p class="trouble">{say(WORDS.silent)}</p>}
      {source?.lastError && <p class="trouble">{source.lastError.message}</p>}
      {source && (
        <div class="parts">
          <div>
            <Reporting source={source} />
            <LastChanges department={department} source={source} />
          </div>
          <div>
            <Facts source={source} now={now} />
            <HeldBack department={department} source={source} now={now} />
          </div>
        </div>
      )}
      <Indicators department={department} />
    </article>
  );
}

function Indicators({ department: { indicators } }: { readonly department: Department }) {
  const { say } = useLanguage();
  const { to } = useAddress();
  return (
    <details>
      <summary>{say(WORDS.indicators(indicators.length))}</summary>
      <ul class="indicators">
        {indicators.map(({ code, number, name }) => (
          <li key={code}>
            <a href={to({ path: `/indicators/${encodeURIComponent(code)}` })}>
              {number !== null && `${number}. `}
              {name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
