import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { projectFile } from '../../schema/files.js';
import type { RecordedOwner } from './batches.js';

/** A batch that was recorded: its entries have the positions from `first` on. */
export interface Acknowledged {
  readonly said: 'recorded';
  readonly owner: RecordedOwner;
  readonly batch: string;
  readonly first: number;
  readonly recordedAt: string;
}

/** The answer to which position an instant is closed at. */
export interface Closed {
  readonly said: 'closed';
  readonly owner: RecordedOwner;
  readonly asOf: string;
  readonly position: number;
}

/** What the recorder says. */
export type Said =
  | { readonly said: 'begun' }
  | { readonly said: 'migrating' }
  | { readonly said: 'failed'; readonly detail: string }
  | Acknowledged
  | Closed;

/** A database that is killed lets a few writings fail, until it is started again. */
const MOST_FAILURES = 200;

/** The program recorder.ts in a process of its own. */
export class RecorderProcess {
  readonly said: Said[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #heard = new EventEmitter();
  #rest = '';

  constructor(dataDir: string, run: number, clockMs: number, how: 'record' | 'migrate') {
    const program = projectFile('tests', 'endurance', 'recorder.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, dataDir, String(run), String(clockMs), how], {
      cwd: projectFile(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    // What is left of a killed program's input is of no interest.
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    this.#ended = once(child, 'close').then(() => this.#heard.emit('said'));
    this.#child = child;
  }

  begin(): void {
    this.#child.stdin?.write('\n');
  }

  /** Waits until it has said such a thing. Throws when it ends before, and when all that it does fails. */
  async says(what: Said['said']): Promise<void> {
    while (!this.said.some(({ said }) => said === what)) {
      const failed = this.said.filter((one) => one.said === 'failed');
      if (failed.length > MOST_FAILURES) throw new Error(`The recorder only fails: ${failed.at(-1)?.detail}`);
      if (this.#hasEnded) throw new Error(`The recorder ended before it was ${what}: ${this.#how}.`);
      await once(this.#heard, 'said');
    }
  }

  /** kill -9. Throws when it had ended by itself. Gives what it has said up to then. */
  async kill(): Promise<readonly Said[]> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    if (this.#child.signalCode !== 'SIGKILL') throw new Error(`The recorder ended by itself: ${this.#how}.`);
    return this.said;
  }

  /** Ends it, however it is. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get #how(): string {
    return `exit code ${this.#child.exitCode}, signal ${this.#child.signalCode}`;
  }

  /** A line that was cut off by the kill was not said. */
  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.said.push(JSON.parse(line) as Said);
    this.#heard.emit('said');
  }
}
