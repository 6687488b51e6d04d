import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { projectRoot } from '../../schema/files.js';

/** A program of ours as a user starts it, in a process group of its own as a terminal gives it. */
export interface Program {
  readonly process: ChildProcess;
  /** What it has printed so far, on both streams. */
  output(): string;
  /** Waits until it has printed something that fits. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ctrl-C: the signal goes to the whole group. Gives the exit code. */
  interrupt(): Promise<number | null>;
  /** kill -9 of the program alone. */
  kill(): Promise<void>;
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>;
}

type Environment = Readonly<Record<string, string>>;

/** Starts `command` in the project's folder with only these variables of ours set. */
export function program(command: string, args: readonly string[], env: Environment = {}): Program {
  const child = spawn(command, args, {
    cwd: projectRoot,
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (data: Buffer) => {
    output += data.toString();
  });
  child.stderr?.on('data', (data: Buffer) => {
    output += data.toString();
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const runs = () => child.exitCode === null && child.signalCode === null;
  return {
    process: child,
    output: () => output,
    prints: (pattern) =>
      waitFor(
        child,
        () => pattern.exec(output),
        () => `${pattern} was not printed; it printed: ${output}`,
      ),
    interrupt: async () => {
      if (runs() && child.pid) process.kill(-child.pid, 'SIGINT');
      return (await exit)[0];
    },
    kill: async () => {
      if (runs()) child.kill('SIGKILL');
      await exit;
    },
    ended: async () => (await exit)[0],
  };
}

async function waitFor<T>(child: ChildProcess, look: () => T | null, failure: () => string): Promise<T> {
  const until = Date.now() + 50_000;
  for (;;) {
    const found = look();
    if (found) return found;
    if (child.exitCode !== null || Date.now() > until) throw new Error(failure());
    await Promise.race([once(child.stdout ?? child, 'data'), once(child.stderr ?? child, 'data'), once(child, 'exit')]);
  }
}

/** Builds what the programs are started from. */
export function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: projectRoot, stdio: 'pipe' });
}

/** Processes whose command line names a text: what a program has left behind. */
export function processesNaming(text: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(text) ? [`${pid} ${line}`] : [];
      } catch (error) {
        // The process ended between the listing and the look.
        if (error instanceof Error && 'code' in error) return [];
        throw error;
      }
    });
}
