import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The part of a long list of lines that is in sight, and a little around it. */
export interface Window {
  readonly box: RefObject<HTMLDivElement | null>;
  /** Height of a line in pixels. */
  readonly height: number;
  readonly first: number;
  readonly last: number;
  /** How many lines a page is. */
  readonly page: number;
  readonly onScroll: () => void;
  readonly reveal: (line: number) => void;
}

const AROUND = 8;
const REMS_OF_A_LINE = 1.75;

/** Lines of one height, of which those in sight alone are drawn: thousands of figures do not stop the page. */
export function useWindow(count: number): Window {
  const box = useRef<HTMLDivElement | null>(null);
  const [{ top, seen }, setSight] = useState({ top: 0, seen: 600 });
  const height = REMS_OF_A_LINE * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const look = () => {
    const { scrollTop = 0, clientHeight = 600 } = box.current ?? {};
    setSight((before) =>
      before.top === scrollTop && before.seen === clientHeight ? before : { top: scrollTop, seen: clientHeight },
    );
  };
  useLayoutEffect(() => {
    look();
    const watch = new ResizeObserver(look);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const reveal = (line: number) => {
    if (!box.current) return;
    const { scrollTop, clientHeight } = box.current;
    if (line * height < scrollTop) box.current.scrollTop = line * height;
    if ((line + 1) * height > scrollTop + clientHeight) box.current.scrollTop = (line + 1) * height - clientHeight;
  };
  return {
    box,
    height,
    first: Math.max(0, Math.floor(top / height) - AROUND),
    last: Math.min(count, Math.ceil((top + seen) / height) + AROUND),
    page: Math.max(1, Math.floor(seen / height) - 1),
    onScroll: look,
    reveal,
  };
}
