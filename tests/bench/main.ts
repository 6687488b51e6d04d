import { parseArgs } from 'node:util';
import { projectFile } from '../../schema/files.js';
import { cachedRead } from './cached-read.js';
import { disclosure } from './disclosure.js';
import { onGround } from './ground.js';
import { growth } from './growth.js';
import { limits } from './limits.js';
import type { Bench, Measured } from './measure.js';
import { pages } from './pages.js';
import { rebasing } from './rebasing.js';
import { singleFlight } from './single-flight.js';
import { sourcesDown } from './sources-down.js';
import { table, tableLines, writeTable } from './table/table.js';

const BENCHES: Readonly<Record<string, { readonly about: string; readonly bench: Bench }>> = {
  'sources-down': { about: 'answers while all sources are out of order, beside all at work', bench: sourcesDown },
  'cached-read': { about: 'what the journal costs on a read from memory, asOf, vintages, changes', bench: cachedRead },
  'single-flight': { about: 'how often a source is asked while thousands of questions wait', bench: singleFlight },
  rebasing: { about: 'bringing five years to other boundaries, and how far that is from the truth', bench: rebasing },
  disclosure: { about: 'every small count of the sample attacked by linear programming', bench: disclosure },
  pages: { about: 'what a browser loads of the dashboard and the explorer, and when it shows it', bench: pages },
  limits: { about: 'how fast attacks are refused, and what the limits cost the main question', bench: limits },
  growth: { about: 'bytes per figure, time and memory of loading a journal', bench: growth },
};

const ROUNDS = 5;

const HELP = `Usage: npm run bench -- [NAME ...] [--json] [--rounds N] [--out FILE] [--profile]

Measures; asserts nothing, but says of each stated bound whether it holds. Without a name:
  table          the gateway beside the stock one and the limit of the machine, on the same data and questions
By name, or all of them as "journal":
${Object.entries(BENCHES)
  .map(([name, { about }]) => `  ${name.padEnd(14)} ${about}`)
  .join('\n')}

  --json     prints JSON instead of lines
Of the table alone:
  --rounds   how often everything is measured, ${ROUNDS} times by default
  --out      the file that the JSON is written to, .data/bench/table.json by default
  --profile  tells where the time goes, and leaves profiles for Chromium's developer tools in .data/bench`;

/** Columns of the longest description. */
const WIDTH = 96;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean' },
      help: { type: 'boolean' },
      rounds: { type: 'string' },
      out: { type: 'string' },
      profile: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values.help) return say(HELP);
  const all = Object.keys(BENCHES);
  const unknown = positionals.filter((name) => !['table', 'journal', ...all].includes(name));
  if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}.\n\n${HELP}`);
  if (positionals.length === 0 || positionals.includes('table')) await runTable(values);
  const named = positionals.includes('journal') ? all : positionals.filter((name) => name !== 'table');
  if (named.length > 0) await runNamed(named, values.json ?? false);
}

interface TableValues {
  readonly json?: boolean | undefined;
  readonly rounds?: string | undefined;
  readonly out?: string | undefined;
  readonly profile?: boolean | undefined;
}

async function runTable({ json = false, rounds = String(ROUNDS), out, profile = false }: TableValues): Promise<void> {
  if (!/^[1-9]\d?$/.test(rounds)) throw new Error(`--rounds ${rounds} is no number of rounds; give 1 to 99.`);
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const measured = await onGround((ground) => table(ground, { rounds: Number(rounds), profile, say: progress }));
  writeTable(measured, out ?? projectFile('.data', 'bench', 'table.json'));
  say(json ? JSON.stringify(measured, null, 2) : tableLines(measured).join('\n'));
}

async function runNamed(names: readonly string[], json: boolean): Promise<void> {
  const results: Record<string, readonly Measured[]> = {};
  for (const name of names) {
    if (!json) say(`\n${name}`);
    const lines = await onGround((ground) => (BENCHES[name] as (typeof BENCHES)[string]).bench(ground));
    results[name] = lines;
    if (!json) for (const line of lines) say(`  ${lineOf(line)}`);
  }
  if (json) say(JSON.stringify(results, null, 2));
}

function lineOf({ what, value, unit, bound }: Measured): string {
  const number = shown(value);
  const stated = bound === null ? '' : `  at most ${shown(bound)}: ${value <= bound ? 'holds' : 'MISSED'}`;
  return `${what.padEnd(WIDTH)} ${number.padStart(9)} ${unit.padEnd(9)}${stated}`;
}

function shown(value: number): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
