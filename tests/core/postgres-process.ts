import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { projectFile } from '../../schema/files.js';

/** What a holder says when its database stands. */
export interface Holder {
  readonly child: ChildProcess;
  /** The server's process. */
  readonly pid: number;
  /** Whether the holder started it. */
  readonly own: boolean;
}

/** Starts the program postgres-holder.ts on a folder; it is to be found in `started`, to be ended by the test. */
export async function startHolder(started: ChildProcess[], folder: string, ...more: string[]): Promise<Holder> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', projectFile('tests', 'core', 'postgres-holder.ts'), folder, ...more],
    { cwd: projectFile(), detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  started.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, ...(JSON.parse(String(line)) as { pid: number; own: boolean }) };
}

/** Asks a holder to end in good order, and gives what it said last. */
export async function endHolder({ child }: Holder): Promise<string> {
  const said = once(child.stdout as NodeJS.ReadableStream, 'data');
  child.kill('SIGINT');
  const [line] = (await said) as [Buffer];
  if (child.exitCode === null) await once(child, 'exit');
  return String(line).trim();
}

export function runs(pid: number): boolean {
  // A process that ended stays in the table until somebody asks after it.
  return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
