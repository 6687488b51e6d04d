import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorText } from '../../../schema/errors.js';
import { OWNERS } from '../../../schema/subgraphs.js';
import type { SourceErrorCode } from '../../../subgraphs/core/errors.js';
import { catalogue } from '../../labour/drop-folder.js';
import { type Answer, question, type TestGraph, TODAY, testGraph } from '../../support/graph.js';
import { type Breakable, type Case, isCase, MAX_AGE, type Matrix, TIMES, type UnaskedSlice } from './fault.js';

const DEADLINE_MS = 3000;
/** Slow machines: the deadline is the promise, nothing here measures speed. */
const MARGIN_MS = 3000;
/** Until a mended source is asked again: the longest pause of its breaker, and a question of before that still hangs. */
const RECOVERY = { timeout: 60_000, interval: 100 };
/** How far the clock is put on before each fault, in seconds: beyond the maximum age. */
const LATER = 100;
/** What errors, stacks and addresses look like. */
const LEAK =
  /internal-host|127\.0\.0\.1|localhost|node_modules|\/srv\/|\bE(CONN|ACCES|NOENT|IO|PIPE)|\.(ts|js):\d|\bat [\w.<>]+ \(|HTTP \d|Bearer |postgres:/;

const FIGURES = `{ programme { summary(period: "2023-S1") { met total unavailable noData }
  indicators { code owner { code } assessment(period: "2023-S1") { state }
    series { headline { period value stale staleReason english: staleReason(lang: EN) age } } } } }`;
const STATES = '{ departments { code source { state lastError { code message } openSince } } }';
const QUARANTINE =
  '{ departments { code source { quarantine(first: 500) { check indicator { code } area { id } period } } } }';
const HEADLINES = '{ indicators { code owner { code } series { headline { value } } } }';

interface Figure {
  readonly indicator: string;
  readonly owner: string;
  readonly period: string;
  readonly value: number | null;
  readonly stale: boolean;
  readonly staleReason: string | null;
  readonly english: string | null;
  readonly age: number;
}

interface Quarantined {
  readonly check: string;
  readonly indicator: { readonly code: string };
  readonly area: { readonly id: string };
  readonly period: string;
}

/** Puts every fault of a department to the graph, one after the other, and holds what has to come of it. */
export function describeMatrix<S extends Breakable>(matrix: Matrix<S>): void {
  const { department } = matrix;
  const cases = matrix.rows.filter(isCase);

  describe(`while the system of ${department} is out of order`, () => {
    let time = TODAY.getTime();
    const now = () => new Date(time);
    let system: S;
    let graph: TestGraph;
    let stage: Stage;
    let atFirst: { standing: Answer; headlines: Answer; states: Answer };

    beforeAll(async () => {
      system = await matrix.open(now);
      const others = OWNERS.filter((owner) => owner !== department);
      const prefix = (owner: string) => owner.replace('-', '_').toUpperCase();
      const ages = { [`${prefix(department)}_MAX_AGE`]: MAX_AGE, PROGRAMME_MAX_AGE: MAX_AGE };
      // The programme is asked again in each case; the others' figures are fresh for the whole test.
      const env = { ...TIMES, ...week(others.map(prefix)), ...ages, DEADLINE_MS: String(DEADLINE_MS) };
      // Its clock stands still, and an answer that tells of an outage would be kept for five seconds of it.
      const kept = { ANSWER_CACHE_MB: '0' };
      graph = await testGraph(
        { ...env, ...kept, ...system.variables, SAMPLE: others.join(',') },
        'in one process',
        now,
      );
      stage = new Stage(graph, department);
      await refusedCase(cases).breaks(system);
      atFirst = {
        standing: await graph.ask(question('Standing')),
        headlines: await graph.ask(HEADLINES),
        states: await graph.ask(STATES),
      };
      await system.mend();
      stage.good = await stage.freshFigures();
    }, 120_000);
    afterAll(async () => {
      await graph?.close();
      await system?.close();
    });
    beforeEach(async () => {
      await stage.freshFigures();
    }, 90_000);

    test('before anything was recorded: its indicators have no judgement, all others have', () => {
      const mine = catalogue.indicators.filter((i) => i.rule !== null && i.owner === department);
      const { data, errors = [] } = atFirst.standing;
      expect(data.programme.summary).toMatchObject({ unavailable: mine.length, noData: 0, total: 27 });
      for (const row of data.programme.indicators) {
        expect(row.assessment === null, row.code).toBe(row.owner.code === department);
      }
      // The judgement was asked for, not the figures: the path ends at the indicator.
      expect(errors.map((e) => e.path)).toEqual(mine.map((i) => ['programme', 'indicators', (i.number ?? 0) - 1]));
      const code = 'SOURCE_UNREACHABLE';
      for (const error of errors) {
        expect(error.extensions).toMatchObject({ code, department });
        expect(error.message).toBe(errorText(code, department).en);
      }
      stage.holdNothingLeaked([atFirst.standing, atFirst.headlines, atFirst.states], system.secrets);
    });

    test('before anything was recorded: the error stands at the deepest field asked for', () => {
      const { data, errors } = atFirst.headlines;
      const rows: { owner: { code: string }; series: { headline: unknown[] | null } }[] = data.indicators;
      const expected = rows.flatMap((row, i) =>
        row.owner.code === department ? [['indicators', i, 'series', 'headline']] : [],
      );
      expect(errors?.map((e) => e.path)).toEqual(expected);
      for (const row of rows) expect(row.series.headline === null).toBe(row.owner.code === department);
      const { source } = atFirst.states.data.departments.find((d: { code: string }) => d.code === department);
      expect(source).toMatchObject({ state: 'FAILING', lastError: { code: 'SOURCE_UNREACHABLE' } });
    });

    const [unasked, spare] = [[...matrix.unasked], [...matrix.spare]];

    test.each(cases.map((one) => [one.fault, one.how, one] as const))(
      '%s (%s)',
      async (_, __, { outcome, breaks }) => {
        time += LATER * 1000;
        stage.begin();
        try {
          await breaks(system);
          if (outcome === 'answers') await stage.holdsFresh();
          else if ('fails' in outcome) {
            const slice = outcome.silent ? next(spare) : next(unasked);
            await stage.holdsLastGood(outcome.fails);
            await stage.holdsNothingOf(slice, outcome.fails);
            // Often enough for the source to be left alone: what is served then is the same.
            for (let again = outcome.silent ? 0 : 2; again > 0; again -= 1) await stage.holdsLastGood(outcome.fails);
            await stage.holdsState(outcome.fails, outcome.silent ?? false);
            // What was asked in vain is as unknown as before; a silent source may still answer.
            if (!outcome.silent) unasked.push(slice);
          } else {
            await stage.holdsBack(outcome);
            if (outcome.isEmpty) await stage.holdsAbsence(next(spare));
          }
          stage.holdNothingLeaked(stage.answers, system.secrets);
        } finally {
          await system.mend();
          // What was taken while the fault lasted is fresh until it is too old.
          time += LATER * 1000;
        }
        await stage.holdsRecovery();
      },
      180_000,
    );
  });
}

function next(slices: UnaskedSlice[]): UnaskedSlice {
  const slice = slices.shift();
  if (!slice) throw new Error('There is no slice left that was never asked for.');
  return slice;
}

function refusedCase<S extends Breakable>(cases: readonly Case<S>[]): Case<S> {
  const found = cases.find(({ fault }) => fault === 'refused');
  if (!found) throw new Error('Every department can be refused.');
  return found;
}

function week(prefixes: readonly string[]): Record<string, string> {
  return Object.fromEntries(prefixes.map((prefix) => [`${prefix}_MAX_AGE`, '604800']));
}

type Held = Extract<Case<Breakable>['outcome'], { holds: unknown }>;

/** The graph as one case sees it: what was good before, what was answered, and what is expected of it. */
class Stage {
  /** The figures before anything was broken. */
  good: readonly Figure[] = [];
  /** What was answered while the fault lasted. */
  answers: Answer[] = [];

  constructor(
    private readonly graph: TestGraph,
    private readonly department: string,
  ) {}

  begin(): void {
    this.answers = [];
  }

  /** Waits until the department's figures are fresh, and gives all figures. */
  async freshFigures(): Promise<Figure[]> {
    return vi.waitFor(async () => {
      const answer = await this.graph.ask(FIGURES);
      expect(answer.errors).toBeUndefined();
      const figures = figuresOf(answer);
      expect(stalenessOf(figures)).toEqual([]);
      return figures;
    }, RECOVERY);
  }

  async holdsFresh(): Promise<void> {
    const figures = await this.#figures();
    expect(figures.map((figure) => [figure.indicator, figure.period, figure.stale, figure.age])).toEqual(
      this.good.map(({ indicator, owner, period }) => {
        const asked = owner === this.department || owner === 'programme';
        return [indicator, period, false, asked ? 0 : expect.any(Number)];
      }),
    );
    await this.#holdsAnswering();
  }

  /** The last good figures with their age and the reason; those of others are fresh. */
  async holdsLastGood(code: SourceErrorCode): Promise<void> {
    const { vi: staleReason, en: english } = errorText(code, this.department);
    for (const figure of (await this.#figures(code === LATE)).filter(({ owner }) => owner === this.department)) {
      expect(figure).toMatchObject({ stale: true, staleReason, english, age: LATER });
    }
  }

  /** Of a slice that was never recorded there is nothing but the error. */
  async holdsNothingOf({ indicator, frequency }: UnaskedSlice, code: SourceErrorCode): Promise<void> {
    const { data, errors } = await this.#heard(
      code === LATE,
      `{ indicator(code: "${indicator}") { code series { observations(from: "2021", to: "2024", frequency: ${frequency}) { value } } }
         other: indicator(code: "CREMATION") { series { headline { value } } } }`,
    );
    expect(data.indicator).toEqual({ code: indicator, series: { observations: null } });
    expect(data.other.series.headline.length).toBeGreaterThan(0);
    const { en, vi: messageVi } = errorText(code, this.department);
    expect(errors?.map(({ path, message, extensions }) => ({ path, message, extensions }))).toEqual([
      {
        path: ['indicator', 'series', 'observations'],
        message: en,
        extensions: expect.objectContaining({ code, department: this.department, messageVi }),
      },
    ]);
  }

  /** The state of the source says so too, and those of the others do not; a silent one is waited for to the end. */
  async holdsState(code: SourceErrorCode, silent: boolean): Promise<void> {
    const message = errorText(code, this.department).en;
    const alone = code === 'SOURCE_RATE_LIMITED' ? null : expect.any(String);
    const look = async () => {
      const { data, errors } = await this.#ask(STATES);
      expect(errors).toBeUndefined();
      for (const { code: owner, source } of data.departments) {
        // A source that asks for a pause gets that one; a silent one has not failed often enough yet.
        const openSince = silent ? expect.toBeOneOf([null, expect.any(String)]) : alone;
        const failing = { state: 'FAILING', lastError: { code, message }, openSince };
        expect(source, owner).toEqual(owner === this.department ? failing : ANSWERING);
      }
    };
    await (silent ? vi.waitFor(look, RECOVERY) : look());
  }

  /** What failed a check is held back, the last good figure stays, and the rest is fresh. */
  async holdsBack({ holds, cells, wrong = [] }: Held): Promise<void> {
    const { vi: staleReason, en: english } = errorText('HELD_BACK', this.department);
    const mine = (await this.#figures()).filter(({ owner }) => owner === this.department);
    const held = mine.filter((figure) => figure.stale);
    if (cells === 'some') expect(held.length).toBeGreaterThan(0);
    else expect(held.map((f) => nameOf(f))).toEqual(mine.filter(cells).map((f) => nameOf(f)));
    for (const figure of held) expect(figure).toMatchObject({ staleReason, english, age: LATER });
    for (const figure of mine.filter(({ stale }) => !stale))
      expect(figure).toMatchObject({ age: 0, staleReason: null });
    const entries = await this.#quarantine();
    expect(new Set(entries.map(({ check }) => check))).toEqual(new Set([holds]));
    const named = new Set(entries.map((entry) => `${entry.indicator.code} ${entry.area.id} ${entry.period}`));
    // A list of the newest; where thousands are held the headlines need not be among them.
    if (entries.length < 500) for (const figure of held) expect(named).toContain(nameOf(figure, ' CITY-01 '));
    await this.#holdsAnswering();
    for (const number of wrong) expect(JSON.stringify(this.answers)).not.toContain(number);
  }

  /** The source says that it has nothing: that is null, and neither 0 nor an error. */
  async holdsAbsence({ indicator, frequency }: UnaskedSlice): Promise<void> {
    const text = { A: '2023', S: '2023-S1', Q: '2023-Q2', M: '2023-06' }[frequency];
    const { data, errors } = await this.#ask(
      `{ indicator(code: "${indicator}") { series { observations(periods: ["${text}"]) { value } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.indicator.series.observations).toEqual([{ value: null }]);
  }

  /** Mended, the next questions are answered with fresh figures again, and nothing is left of the fault. */
  async holdsRecovery(): Promise<void> {
    const figures = await this.freshFigures();
    expect(figures.map(shownOf)).toEqual(this.good.map(shownOf));
    for (const figure of figures) if (figure.owner === this.department) expect(figure.age).toBe(0);
    expect(await this.#quarantine()).toEqual([]);
    await this.#holdsAnswering();
  }

  holdNothingLeaked(answers: readonly Answer[], secrets: readonly string[]): void {
    const text = JSON.stringify(answers);
    expect(text).not.toMatch(LEAK);
    for (const secret of secrets) expect(text).not.toContain(secret);
  }

  async #holdsAnswering(): Promise<void> {
    const { data } = await this.#ask(STATES);
    for (const { code, source } of data.departments) expect(source, code).toEqual(ANSWERING);
  }

  /** All figures: without errors, judged as ever, the values as they were, and those of other departments fresh. */
  async #figures(isLate = false): Promise<Figure[]> {
    const answer = await this.#heard(isLate, FIGURES);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.programme.summary).toEqual({ met: 18, total: 27, unavailable: 0, noData: 0 });
    for (const row of answer.data.programme.indicators) expect(row.assessment.state, row.code).not.toBeNull();
    const figures = figuresOf(answer);
    expect(figures.map(shownOf)).toEqual(this.good.map(shownOf));
    expect(stalenessOf(figures.filter(({ owner }) => owner !== this.department))).toEqual([]);
    return figures;
  }

  async #quarantine(): Promise<Quarantined[]> {
    const { data, errors } = await this.#ask(QUARANTINE);
    expect(errors).toBeUndefined();
    const ofOthers = data.departments.filter((d: { code: string }) => d.code !== this.department);
    for (const { source } of ofOthers) expect(source.quarantine).toEqual([]);
    return data.departments.find((d: { code: string }) => d.code === this.department).source.quarantine;
  }

  /**
   * Asks until the source was heard, unless it is to be late: on a busy machine any source can be, and then its answer comes
   * behind ours and counts for the next question.
   */
  #heard(isLate: boolean, query: string): Promise<Answer> {
    const late = errorText(LATE, this.department).en;
    return vi.waitFor(async () => {
      const answer = await this.#ask(query);
      if (!isLate) expect(JSON.stringify(answer)).not.toContain(late);
      return answer;
    }, RECOVERY);
  }

  /** Asks, and holds the deadline. */
  async #ask(query: string): Promise<Answer> {
    const started = performance.now();
    const answer = await this.graph.ask(query);
    expect(performance.now() - started).toBeLessThan(DEADLINE_MS + MARGIN_MS);
    this.answers.push(answer);
    return answer;
  }
}

const LATE = 'SOURCE_TIMEOUT';
const ANSWERING = { state: 'ANSWERING', lastError: null, openSince: null };

function figuresOf({ data }: Answer): Figure[] {
  type Row = { code: string; owner: { code: string }; series: { headline: Omit<Figure, 'indicator' | 'owner'>[] } };
  return (data.programme.indicators as Row[]).flatMap(({ code, owner, series }) =>
    series.headline.map((figure) => ({ ...figure, indicator: code, owner: owner.code })),
  );
}

function nameOf({ indicator, period }: Figure, between = ' '): string {
  return indicator + between + period;
}

/** The indicators with figures that are not fresh, and why. */
function stalenessOf(figures: readonly Figure[]): string[] {
  const stale = figures.filter((figure) => figure.stale || figure.staleReason !== null);
  return [...new Set(stale.map(({ indicator, english }) => `${indicator}: ${english}`))];
}

function shownOf({ indicator, period, value }: Figure) {
  return [indicator, period, value];
}
