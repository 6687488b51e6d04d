import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';

/** What the address bar says: everything that a page shows can be linked to. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
  /** An address like the present one, with another path or other parameters; null takes a parameter away. */
  readonly to: (change: Change) => string;
  /** Goes there. `replace` leaves no step in the history: for what changes while it is dragged. */
  readonly go: (change: Change, options?: { readonly replace?: boolean }) => void;
}

interface Change {
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | null>>;
}

const AddressContext = createContext<Address | null>(null);

/** The parameters that stay when another path is gone to; the others belong to their page. */
const LASTING = ['lang'];

export function useAddress(): Address {
  const address = useContext(AddressContext);
  if (!address) throw new Error('A component that reads the address stands outside of <AddressProvider>.');
  return address;
}

/** Links within the page change the address without loading it anew; all others are left to the browser. */
export function AddressProvider({
  owns,
  children,
}: {
  readonly owns: (path: string) => boolean;
  readonly children: ComponentChildren;
}) {
  const [href, setHref] = useState(location.pathname + location.search);
  useEffect(() => {
    const read = () => setHref(location.pathname + location.search);
    const click = (event: MouseEvent) => {
      const link = (event.target as Element).closest('a');
      if (!link || !staysHere(event, link, owns)) return;
      event.preventDefault();
      const before = location.pathname;
      history.pushState(null, '', link.href);
      read();
      scrollTo(0, 0);
      if (location.pathname !== before) focusMain();
    };
    addEventListener('popstate', read);
    document.addEventListener('click', click);
    return () => {
      removeEventListener('popstate', read);
      document.removeEventListener('click', click);
    };
  }, [owns]);
  const address = useMemo(() => addressOf(href, setHref), [href]);
  return <AddressContext.Provider value={address}>{children}</AddressContext.Provider>;
}

/** The link is gone with its page: the keyboard and screen readers go on at the new one. */
function focusMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}

function staysHere(event: MouseEvent, link: HTMLAnchorElement, owns: (path: string) => boolean): boolean {
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const url = new URL(link.href, location.href);
  const elsewhere = link.target !== '' || link.hasAttribute('download') || url.origin !== location.origin;
  return plain && !event.defaultPrevented && !elsewhere && url.hash === '' && owns(url.pathname);
}

function addressOf(href: string, setHref: (href: string) => void): Address {
  const { pathname, searchParams } = new URL(href, location.origin);
  const to = ({ path, query = {} }: Change): string => {
    const kept = path === undefined ? [...searchParams] : [...searchParams].filter(([name]) => LASTING.includes(name));
    const next = new URLSearchParams(kept);
    for (const [name, value] of Object.entries(query)) value === null ? next.delete(name) : next.set(name, value);
    const text = next.toString();
    return `${path ?? pathname}${text === '' ? '' : `?${text}`}`;
  };
  return {
    path: pathname,
    query: searchParams,
    to,
    go: (change, { replace = false } = {}) => {
      const next = to(change);
      history[replace ? 'replaceState' : 'pushState'](null, '', next);
      setHref(next);
    },
  };
}
