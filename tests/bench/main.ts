import { parseArgs } from 'node:util';
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

const HELP = `Usage: npx tsx tests/bench/main.ts [NAME ...] [--json]

Measures; asserts nothing, but says of each stated bound whether it holds. Without names, all:
${Object.entries(BENCHES)
  .map(([name, { about }]) => `  ${name.padEnd(14)} ${about}`)
  .join('\n')}
  journal        all of these`;

/** Columns of the longest description. */
const WIDTH = 96;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) return say(HELP);
  const all = Object.keys(BENCHES);
  const unknown = positionals.filter((name) => name !== 'journal' && !all.includes(name));
  if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}.\n\n${HELP}`);
  const named = positionals.includes('journal') || positionals.length === 0 ? all : positionals;
  const results: Record<string, readonly Measured[]> = {};
  for (const name of named) {
    if (!values.json) say(`\n${name}`);
    const lines = await onGround((ground) => (BENCHES[name] as (typeof BENCHES)[string]).bench(ground));
    results[name] = lines;
    if (!values.json) for (const line of lines) say(`  ${lineOf(line)}`);
  }
  if (values.json) say(JSON.stringify(results, null, 2));
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
