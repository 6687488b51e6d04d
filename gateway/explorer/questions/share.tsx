import { useEffect, useState } from 'preact/hooks';
import { type Address, useAddress } from '../../pages/browser/address.js';
import { useLanguage } from '../../pages/browser/language.js';
import type { Question } from './question.js';
import type { Tabs } from './use-tabs.js';

const WORDS = {
  copy: { vi: 'Sao chép liên kết', en: 'Copy link' },
  copied: { vi: 'Đã sao chép liên kết.', en: 'The link is copied.' },
  inBar: { vi: 'Liên kết ở trên thanh địa chỉ.', en: 'The link is in the address bar.' },
};

/** The question that the address carries; null when it carries none. */
function carried({ query }: Address): Question | null {
  const text = query.get('query');
  return text === null
    ? null
    : { text, variables: query.get('variables') ?? '', operation: query.get('operationName') };
}

/**
 * Opens the question of the address in a tab. As soon as another question is shown, or this one is changed, the address
 * lets go of it: it never names another question than is seen.
 */
export function useSharedQuestion({ active, open }: Tabs): void {
  const address = useAddress();
  const shared = carried(address);
  const [opened, setOpened] = useState<string | null>(null);
  const href = address.to({});
  useEffect(() => {
    if (!shared || opened === href) return;
    open(shared);
    setOpened(href);
  }, [href]);
  const isShown = shared?.text === active.text && shared.variables === active.variables;
  useEffect(() => {
    if (shared && opened === href && !isShown) address.go({ query: NOTHING }, { replace: true });
  }, [opened, isShown, href]);
}

const NOTHING = { query: null, variables: null, operationName: null };

/** Puts the question into the address and, where the browser lets it, onto the clipboard. */
export function CopyLink({ question }: { readonly question: Question }) {
  const { say } = useLanguage();
  const address = useAddress();
  const [said, setSaid] = useState<keyof typeof WORDS | null>(null);
  useEffect(() => setSaid(null), [question.text, question.variables]);
  const copy = async () => {
    const { text, variables, operation } = question;
    const query = { query: text, variables: variables || null, operationName: operation };
    address.go({ query }, { replace: true });
    // There is none on addresses without HTTPS, but for this machine's own.
    const done = await navigator.clipboard?.writeText(new URL(address.to({ query }), location.origin).href).then(
      () => true,
      () => false,
    );
    setSaid(done ? 'copied' : 'inBar');
  };
  return (
    <>
      <button type="button" class="button" onClick={copy}>
        {say(WORDS.copy)}
      </button>
      <span class="small" role="status">
        {said && say(WORDS[said])}
      </span>
    </>
  );
}
