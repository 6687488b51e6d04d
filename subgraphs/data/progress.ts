const BAR = 24;

/** Tells how far a long command is. */
export interface Progress {
  /** What is being done now: the step, from 1, of how many. */
  step(name: string, step: number, steps: number): void;
  /** What a step came to; a terminal shows it only when it has to be seen. */
  done(line: string, important: boolean): void;
  /** Takes the bar away. */
  end(): void;
}

/** A bar on a terminal, which is drawn over itself; plain lines of what was done elsewhere. */
export function progressOn(stream: { readonly isTTY?: boolean; write(text: string): unknown }): Progress {
  if (!stream.isTTY) {
    return { step: () => {}, done: (line) => void stream.write(`${line}\n`), end: () => {} };
  }
  const clear = '\r\u001b[2K';
  return {
    step: (name, step, steps) => void stream.write(`${clear}${bar(step - 1, steps)} ${step}/${steps} ${name}`),
    done: (line, important) => void (important && stream.write(`${clear}${line}\n`)),
    end: () => void stream.write(clear),
  };
}

/** A bar of equal length, filled by what is done. */
export function bar(done: number, of: number): string {
  const filled = of === 0 ? BAR : Math.floor((BAR * done) / of);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}]`;
}
