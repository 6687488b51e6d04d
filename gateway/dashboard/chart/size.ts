import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** The width that an element has got, in pixels, and the reference to give to it; 0 before it is drawn. */
export function useWidth<Kind extends HTMLElement>(): { readonly box: RefObject<Kind | null>; readonly width: number } {
  const box = useRef<Kind>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}
