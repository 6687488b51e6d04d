import './answer.css';
import type { GraphQLSchema } from 'graphql';
import { useMemo } from 'preact/hooks';
import { useLanguage } from '../../pages/browser/language.js';
import { TabList, TabPanel } from '../layout/tab-list.js';
import { useKept } from '../questions/kept.js';
import { Downloads } from './downloads.js';
import { Errors } from './errors.js';
import { Facts } from './facts.js';
import type { NoReply, Reply } from './sending.js';
import { TableView } from './table-view.js';
import { type Tabled, tabled } from './tabled.js';
import { Tree } from './tree.js';
import type { Run } from './use-runs.js';

const WORDS = {
  NEVER: {
    vi: 'Câu trả lời hiện ở đây. Nhấn Chạy, hoặc chọn một câu hỏi mẫu.',
    en: 'The answer appears here. Press Run, or choose an example.',
  },
  RUNNING: { vi: 'Đang hỏi các sở…', en: 'Asking the departments…' },
  CANCELLED: { vi: 'Đã dừng câu hỏi.', en: 'The question was cancelled.' },
  NOT_SENT: {
    vi: 'Chưa gửi: phần biến số không phải JSON hợp lệ. Hãy sửa chỗ được đánh dấu rồi chạy lại.',
    en: 'Not sent: the variables are no valid JSON. Mend what is marked, then run it again.',
  },
  DONE: { vi: 'Đã có câu trả lời.', en: 'The answer is here.' },
  unreachable: {
    vi: 'Không kết nối được máy chủ số liệu. Câu hỏi vẫn còn đây; hãy chạy lại sau.',
    en: 'The graph could not be reached. The question is still here; run it again later.',
  },
  unreadable: {
    vi: 'Máy chủ trả về nội dung không phải câu trả lời GraphQL (HTTP {status}). Hãy báo người vận hành.',
    en: 'What came back is no GraphQL answer (HTTP {status}). Tell the operator.',
  },
  view: { vi: 'Cách xem câu trả lời', en: 'How the answer is shown' },
  table: { vi: 'Bảng', en: 'Table' },
  tree: { vi: 'Cây JSON', en: 'JSON tree' },
  retry: { vi: 'Hãy chạy lại sau {seconds} giây.', en: 'Run it again in {seconds} seconds.' },
};

/** How a question stands, and what it was answered. */
export function Answer({ run, schema }: { readonly run: Run; readonly schema: GraphQLSchema | null }) {
  const { say } = useLanguage();
  const { state, reply, failure } = run;
  return (
    <>
      <p class={state === 'RUNNING' ? 'status asking' : 'status'} role="status">
        {state === 'RUNNING' && <span class="dot pulse" aria-hidden="true" />}
        {state === 'DONE' ? reply && <span class="for-readers">{say(WORDS.DONE)}</span> : say(WORDS[state])}
      </p>
      {failure && <Failure failure={failure} />}
      {reply && <Replied key={reply.at} reply={reply} schema={schema} />}
    </>
  );
}

function Failure({ failure: { status } }: { readonly failure: NoReply }) {
  const { say } = useLanguage();
  const words = status === null ? WORDS.unreachable : WORDS.unreadable;
  return (
    <p class="failure" role="alert">
      {say(words).replace('{status}', String(status))}
    </p>
  );
}

type View = 'table' | 'tree';

function Replied({ reply, schema }: { readonly reply: Reply; readonly schema: GraphQLSchema | null }) {
  const { say } = useLanguage();
  const [chosen, choose] = useKept<View | null>('explorer.view', isView, () => null);
  const answer = useMemo(() => tabled(reply, schema), [reply, schema]);
  const { data, errors, retryAfter } = reply;
  // As long as nothing was chosen: a table where there is something to be compared.
  const view = chosen ?? ('table' in answer && answer.table.rows.length > 1 ? 'table' : 'tree');
  const views = [
    { id: 'table', name: say(WORDS.table) },
    { id: 'tree', name: say(WORDS.tree) },
  ] as const;
  return (
    <div class="reply">
      <Facts reply={reply} rows={'table' in answer ? answer.table.rows.length : null} />
      {errors.length > 0 && <Errors errors={errors} />}
      {retryAfter !== null && <p class="failure">{say(WORDS.retry).replace('{seconds}', retryAfter)}</p>}
      {data !== null && (
        <>
          <div class="toolbar">
            <TabList
              label={say(WORDS.view)}
              tabs={views}
              active={view}
              controls="answer-view"
              onSelect={(id) => choose(() => id)}
            />
            <Downloads reply={reply} tabled={answer} />
          </div>
          <TabPanel id="answer-view" active={view}>
            {view === 'tree' ? <Tree data={data} /> : <TableOrNot tabled={answer} />}
          </TabPanel>
        </>
      )}
    </div>
  );
}

function TableOrNot({ tabled: answer }: { readonly tabled: Tabled }) {
  const { say } = useLanguage();
  return 'table' in answer ? <TableView {...answer} /> : <p class="failure">{say(answer.refusal)}</p>;
}

function isView(kept: unknown): kept is View | null {
  return kept === 'table' || kept === 'tree' || kept === null;
}
