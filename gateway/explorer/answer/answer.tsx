import './answer.css';
import { useLanguage } from '../../pages/browser/language.js';
import { Errors } from './errors.js';
import { Facts } from './facts.js';
import type { NoReply, Reply } from './sending.js';
import { Tree } from './tree.js';
import type { Run } from './use-runs.js';

const WORDS = {
  NEVER: {
    vi: 'Câu trả lời hiện ở đây. Nhấn Chạy, hoặc chọn một câu hỏi mẫu.',
    en: 'The answer appears here. Press Run, or choose a worked question.',
  },
  RUNNING: { vi: 'Đang hỏi các sở…', en: 'Asking the departments…' },
  CANCELLED: { vi: 'Đã dừng câu hỏi.', en: 'The question was cancelled.' },
  NOT_SENT: {
    vi: 'Chưa gửi: phần biến số không phải JSON hợp lệ. Hãy sửa chỗ được đánh dấu rồi chạy lại.',
    en: 'Not sent: the variables are no valid JSON. Mend what is marked, then run it again.',
  },
  unreachable: {
    vi: 'Không kết nối được máy chủ số liệu. Câu hỏi vẫn còn đây; hãy chạy lại sau.',
    en: 'The graph could not be reached. The question is still here; run it again later.',
  },
  unreadable: {
    vi: 'Máy chủ trả về nội dung không phải câu trả lời GraphQL (HTTP {status}). Hãy báo người vận hành.',
    en: 'What came back is no GraphQL answer (HTTP {status}). Tell the operator.',
  },
  retry: { vi: 'Hãy chạy lại sau {seconds} giây.', en: 'Run it again in {seconds} seconds.' },
};

/** How a question stands, and what it was answered. */
export function Answer({ run }: { readonly run: Run }) {
  const { say } = useLanguage();
  const { state, reply, failure } = run;
  return (
    <>
      <p class={state === 'RUNNING' ? 'status pulse' : 'status'} role="status">
        {state !== 'DONE' && say(WORDS[state])}
      </p>
      {failure && <Failure failure={failure} />}
      {reply && <Replied reply={reply} />}
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

function Replied({ reply }: { readonly reply: Reply }) {
  const { say } = useLanguage();
  const { data, errors, retryAfter } = reply;
  return (
    <div class="reply">
      <Facts reply={reply} rows={null} />
      {errors.length > 0 && <Errors errors={errors} />}
      {retryAfter !== null && <p class="failure">{say(WORDS.retry).replace('{seconds}', retryAfter)}</p>}
      {data !== null && <Tree key={reply.at} data={data} />}
    </div>
  );
}
