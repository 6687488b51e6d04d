import type { Call, DepartmentSource, ProbeReport } from './department.js';
import type { Block, SourceFigure, Submission } from './figure.js';
import type { Period } from './period.js';

interface Opened {
  readonly source: DepartmentSource;
  /** Questions under way. */
  asked: number;
  /** Called when the last of them has ended, once another source has taken its place. */
  left: (() => void) | null;
}

/**
 * A source whose place another one can take, opened on the same system by another mapping or catalogue. Questions under way
 * end on the one that they were put to, which is closed after the last of them.
 */
export class ReplaceableSource implements DepartmentSource {
  #opened: Opened;
  readonly budgetLeft?: () => number;
  readonly #closing = new Set<Promise<void>>();

  constructor(first: DepartmentSource) {
    this.#opened = { source: first, asked: 0, left: null };
    // Whether a system counts questions itself does not change.
    if (first.budgetLeft) this.budgetLeft = () => this.#opened.source.budgetLeft?.() ?? 0;
  }

  figures(blocks: readonly Block[], call: Call): Promise<SourceFigure[]> {
    return this.#ask((source) => source.figures(blocks, call));
  }

  submissions(period: Period, call: Call): Promise<Submission[]> {
    return this.#ask((source) => source.submissions(period, call));
  }

  probe(call: Call): Promise<ProbeReport> {
    return this.#ask((source) => source.probe(call));
  }

  ping(call: Call): Promise<void> {
    return this.#ask((source) => source.ping(call));
  }

  /** At once for all that is asked from now on; resolves, or rejects as closing does, when the former one is closed. */
  replaceBy(next: DepartmentSource): Promise<void> {
    const former = this.#opened;
    this.#opened = { source: next, asked: 0, left: null };
    const closing = idle(former).then(() => former.source.close());
    this.#closing.add(closing);
    return closing.finally(() => this.#closing.delete(closing));
  }

  async close(): Promise<void> {
    await this.#opened.source.close();
    await Promise.allSettled(this.#closing);
  }

  async #ask<T>(question: (source: DepartmentSource) => Promise<T>): Promise<T> {
    const opened = this.#opened;
    opened.asked += 1;
    try {
      return await question(opened.source);
    } finally {
      opened.asked -= 1;
      if (opened.asked === 0) opened.left?.();
    }
  }
}

function idle(opened: Opened): Promise<void> {
  if (opened.asked === 0) return Promise.resolve();
  return new Promise((resolve) => {
    opened.left = resolve;
  });
}
