import './waiting.css';
import { FailureText } from '../pages/browser/failure.js';
import { useTitle } from '../pages/browser/title.js';
import type { Asked } from '../pages/browser/use-question.js';

export interface WaitingProps {
  readonly title: string;
  /** Why there is nothing to show, where that is known. */
  readonly text?: string;
  readonly asked: Pick<Asked<unknown>, 'answer' | 'failure'>;
}

/** What stands in place of a page that has nothing to show yet: its title, and that it is coming or why it is not. */
export function Waiting({ title, text, asked: { answer, failure } }: WaitingProps) {
  useTitle(title);
  const isComing = !text && !failure && !answer;
  return (
    <div class="waiting" aria-busy={isComing}>
      <h1>{title}</h1>
      {isComing ? (
        <Skeleton />
      ) : (
        <div class="card">{text ?? <FailureText failure={failure} errors={answer?.errors ?? []} />}</div>
      )}
    </div>
  );
}

function Skeleton() {
  return (
    <div class="skeleton pulse" aria-hidden="true">
      <div class="tall" />
      <div />
      <div />
      <div />
      <div />
    </div>
  );
}
