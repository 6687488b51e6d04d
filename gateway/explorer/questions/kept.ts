import { useEffect, useState } from 'preact/hooks';

/** State that this browser keeps under a name. What cannot be read as such counts as never kept: another release wrote it. */
export function useKept<Value>(
  name: string,
  isValue: (kept: unknown) => kept is Value,
  initial: () => Value,
): [Value, (next: (before: Value) => Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    const kept = read(name);
    return isValue(kept) ? kept : initial();
  });
  useEffect(() => {
    // A browser that keeps nothing (its store is full or forbidden) costs the memory alone, never the page.
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch (error) {
      console.info('This browser does not keep what the explorer wants to remember.', error);
    }
  }, [name, value]);
  return [value, setValue];
}

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}
