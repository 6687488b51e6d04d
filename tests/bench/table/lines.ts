import { median } from '../measure.js';
import { type Figure, isReached, samplesOf, shown } from './figures.js';
import { QUESTIONS, type QuestionName } from './questions.js';
import type { Cell, Sample } from './rounds.js';

const TITLES: Readonly<Record<QuestionName, string>> = {
  dashboard: "the dashboard's question",
  districts: 'one row per district',
  cells: '27 indicators x 31 areas x 5 periods',
  many: 'the same for 12 periods, twenty times over',
  tiny: 'a tiny question',
};

/** Columns of the longest title, and of the first number. */
const TITLE = 64;
const MS = 9;

/** What every server did, question by question. */
export function cellLines(cells: readonly Cell[]): string[] {
  return (Object.keys(QUESTIONS) as QuestionName[]).flatMap((question) => {
    const rows = cells.filter((cell) => cell.question === question);
    const { connections } = QUESTIONS[question];
    const head = `${TITLES[question]}; ${connections} at a time`;
    const limit = samplesOf(cells, 'limit', question);
    return [
      '',
      `${head.padEnd(TITLE)}${HEAD}`,
      ...rows.map(({ row, samples }) => `  ${row.padEnd(TITLE - 2 - MS)}${cellLine(samples, limit)}`),
    ];
  });
}

const HEAD = ['ms', 'fewest-most', 'x limit', 'requests/s', 'CPU ms', 'with subgraphs', 'MB']
  .map((text, i) => text.padStart([0, 16, 10, 12, 10, 16, 8][i] as number))
  .join('')
  .trimStart();

function cellLine(samples: readonly Sample[], limit: readonly Sample[]): string {
  const middle = (of: (sample: Sample) => number) => median(samples.map(of));
  const ms = samples.map((sample) => sample.ms);
  const columns: readonly (readonly [text: string, width: number])[] = [
    [shown(median(ms)), MS + 2],
    [`${shown(Math.min(...ms))}-${shown(Math.max(...ms))}`, 16],
    [shown(median(ms.map((value, round) => value / (limit[round]?.ms ?? Number.NaN)))), 10],
    [shown(middle(({ rate }) => rate)), 12],
    [shown(middle(({ cpuMs }) => cpuMs)), 10],
    [shown(middle(({ cpuAllMs }) => cpuAllMs)), 16],
    [shown(middle(({ rss }) => rss / 1e6)), 8],
  ];
  return columns.map(([text, width]) => text.padStart(width)).join('');
}

/** The figures that have a bound, each with the verdict. */
export function figureLines(figures: readonly Figure[]): string[] {
  const head = `${'figure'.padEnd(WIDTH)}${'median'.padStart(10)}${'fewest-most'.padStart(16)}${'must'.padStart(11)}${'aim'.padStart(9)}`;
  return ['', head, ...figures.flatMap(figureLine)];
}

const WIDTH = 74;

function figureLine(figure: Figure): string[] {
  const { values, unit, bound, must, aim, note } = figure;
  const sign = bound === 'at most' ? '<=' : '>=';
  const measured =
    values.length === 0
      ? 'not there yet'.padStart(26)
      : `${shown(median(values))} ${unit}`.padStart(10) +
        `${shown(Math.min(...values))}-${shown(Math.max(...values))}`.padStart(16);
  const bounds = `${`${sign} ${must} ${unit}`.padStart(11)}${`${aim} ${unit}`.padStart(9)}`;
  const verdict = isReached(figure) ? 'REACHED' : 'MISSED';
  const line = `${figure.figure.padEnd(WIDTH)}${measured}${bounds}  ${verdict}`;
  return note === undefined ? [line] : [line, `    ${note}`];
}
