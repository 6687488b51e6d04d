import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { AREA_LIST } from '../../schema/areas/areas.js';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import { catalogueOfTexts, readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import {
  asOfArgument,
  definitionTexts,
  type Moment,
  type Moments,
  openMoments,
} from '../../subgraphs/core/definitions.js';
import { JournalError } from '../../subgraphs/core/journal/journal-error.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { hanoiDay } from '../../subgraphs/core/period.js';
import { type ModelJournal, modelJournal, modelStore } from './journal/model.js';

const BEGIN = '2021-03-17T02:00:00.000Z';
const START = Date.parse('2026-03-01T03:00:00Z');
const catalogue = readCatalogue();

/** The catalogue with another target of doctors from the first month on. */
function withDoctors(target: string): Catalogue {
  const targets = catalogue.files['targets.csv']?.replace(
    /(,DOCTORS,.*?)15@2021-03/,
    (_, row) => `${row}${target}@2021-03`,
  );
  return catalogueOfTexts('test', { ...catalogue.files, 'targets.csv': targets ?? '' });
}

const doctors = ({ catalogue }: Pick<Moment, 'catalogue'>) => catalogue.get('DOCTORS')?.targets[0]?.value;

/** A journal with processes that come and go, and a clock that stands until it is moved. */
class Scene {
  readonly journal: ModelJournal = modelJournal();
  readonly log: string[] = [];
  closings = 0;
  at = START;
  readonly now = () => new Date(this.at);
  readonly store = modelStore({ now: this.now, journal: this.journal });

  /** With `sampleBegins`, an empty journal has the definitions from then on, as that of a sample. */
  async open(
    given: { catalogue?: Catalogue; files?: Record<string, string>; sampleBegins?: string } = {},
  ): Promise<Moments> {
    const definitions = { catalogue: given.catalogue ?? catalogue, files: given.files ?? {} };
    const { sampleBegins } = given;
    if (sampleBegins && (await this.store.head()).position === 0) {
      await this.store.write((writing) => writing.define(definitionTexts(definitions), sampleBegins));
    }
    const closeUntil = async (asOf: string) => {
      this.closings += 1;
      return this.store.closeUntil(asOf);
    };
    return openMoments({
      store: { ...this.store, closeUntil },
      owner: 'health',
      ...definitions,
      today: () => hanoiDay(this.now()),
      now: this.now,
      log: makeLogger('info', { write: (line: string) => this.log.push(line) > 0 } as unknown as NodeJS.WritableStream),
    });
  }

  versions() {
    return this.store.definitions();
  }

  async record(): Promise<void> {
    const figure = { indicator: 'DOCTORS', area: 'CITY-01', period: '2023-S1', value: this.at, numerator: null };
    const rest = { denominator: null, status: 'A', reason: null, note: null, document: null, place: null } as const;
    await this.store.write((writing) => writing.append([{ ...figure, ...rest, publishedAt: null, released: null }]));
  }
}

async function refusal(answer: Moment | Promise<Moment>): Promise<GraphQLError> {
  const error = await Promise.resolve(answer).catch((reason: unknown) => reason);
  if (error instanceof GraphQLError) return error;
  throw new Error(`not refused: ${JSON.stringify(error)}`);
}

describe('the definitions in use', () => {
  test('are recorded with all files: those of the catalogue, the list of areas and the owner’s own', async () => {
    const scene = new Scene();
    await scene.open({ files: { 'papers.csv': 'a,b\n' } });
    const files = { ...catalogue.files, 'areas.csv': AREA_LIST, 'papers.csv': 'a,b\n' };
    expect(await scene.versions()).toEqual([{ position: 1, recordedAt: '2026-03-01T03:00:00.000Z', files }]);
  });

  test('are recorded once however often, and by however many at a time, they are opened alike', async () => {
    const scene = new Scene();
    await Promise.all([scene.open(), scene.open(), scene.open()]);
    scene.at += 1000;
    await scene.open();
    expect(await scene.versions()).toHaveLength(1);
  });

  test('are a new version when any file is another, is new or is gone', async () => {
    const scene = new Scene();
    await scene.open({ files: { 'a.csv': '1' } });
    await scene.open({ files: { 'a.csv': '2' } });
    await scene.open({ files: { 'a.csv': '2', 'b.csv': '' } });
    await scene.open({ files: { 'b.csv': '' } });
    await scene.open({ files: { 'b.csv': '' }, catalogue: withDoctors('14') });
    await scene.open({ files: { 'b.csv': '' }, catalogue: withDoctors('14') });
    expect((await scene.versions()).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  });

  test('are both recorded when two processes open different ones at once', async () => {
    const scene = new Scene();
    await Promise.all([scene.open(), scene.open({ catalogue: withDoctors('14') })]);
    expect(await scene.versions()).toHaveLength(2);
  });

  test('that a sample was filled with are not recorded again', async () => {
    const sample = new Scene();
    await sample.open({ sampleBegins: BEGIN });
    await sample.open({ catalogue: withDoctors('14') });
    expect((await sample.versions()).map(({ recordedAt }) => recordedAt)).toEqual([BEGIN, '2026-03-01T03:00:00.000Z']);
  });
});

describe('the moment of now', () => {
  test('is there at once, with the day that it is in Hanoi when it is asked for', async () => {
    const scene = new Scene();
    const moments = await scene.open();
    const { files } = (await scene.versions())[0] ?? {};
    expect(moments.of(null)).toEqual({ asOf: null, position: null, catalogue, today: '2026-03-01', version: 1, files });
    expect(moments.of(null)).toBe(moments.of(null));
    scene.at = Date.parse('2026-03-01T17:00:00Z');
    expect(moments.of(null).today).toBe('2026-03-02');
    expect(scene.closings).toBe(0);
  });

  test('stays that of the definitions a process was started with, whatever another one records', async () => {
    const scene = new Scene();
    const moments = await scene.open();
    scene.at += 1000;
    await scene.open({ catalogue: withDoctors('14') });
    expect(doctors(moments.of(null))).toBe(15);
  });
});

describe('the moment of an instant', () => {
  test('has the target of the version of then, and now has that of now', async () => {
    const scene = new Scene();
    await scene.open({ sampleBegins: BEGIN });
    const moments = await scene.open({ catalogue: withDoctors('14.5') });
    expect(doctors(await moments.of('2026-03-01T02:59:59Z'))).toBe(15);
    expect(doctors(await moments.of('2026-03-01T03:00:00Z'))).toBe(14.5);
    expect(doctors(moments.of(null))).toBe(14.5);
  });

  test('sees what another process recorded up to then', async () => {
    const scene = new Scene();
    const moments = await scene.open();
    scene.at += 1000;
    await scene.open({ catalogue: withDoctors('14') });
    const asOf = scene.now().toISOString();
    await scene.open({ catalogue: withDoctors('13') });
    expect(await moments.of(asOf)).toMatchObject({ position: 2, version: 2 });
    expect(doctors(await moments.of(asOf))).toBe(14);
  });

  test('is one, however the instant is written, and the day in Hanoi is that of the instant', async () => {
    const moments = await new Scene().open({ sampleBegins: BEGIN });
    const one = await moments.of('2023-06-30T17:00:00Z');
    expect(one).toMatchObject({ asOf: '2023-06-30T17:00:00.000Z', today: '2023-07-01', position: 1, version: 1 });
    expect(await moments.of('2023-07-01T00:00:00+07:00')).toBe(one);
  });

  test('closes the journal once, however many ask for it, and is there at once afterwards', async () => {
    const scene = new Scene();
    const moments = await scene.open({ sampleBegins: BEGIN });
    const asked = Array.from({ length: 20 }, () => moments.of('2023-08-01T00:00:00.000Z'));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(moments.of('2023-08-01T00:00:00.000Z')).toBe(await asked[0]);
    expect(scene.closings).toBe(1);
  });

  test('of which the journal could not be closed is asked for again', async () => {
    const scene = new Scene();
    const moments = await scene.open({ sampleBegins: BEGIN });
    const closeUntil = scene.store.closeUntil;
    Object.assign(scene.store, { closeUntil: () => Promise.reject(new JournalError('health', 'gone')) });
    await expect(moments.of('2023-08-01T00:00:00Z')).rejects.toThrow(JournalError);
    Object.assign(scene.store, { closeUntil });
    expect(await moments.of('2023-08-01T00:00:00Z')).toMatchObject({ position: 1 });
  });

  test('in the future is refused, and now is not the future', async () => {
    const scene = new Scene();
    const moments = await scene.open();
    const { message, extensions } = await refusal(moments.of('2026-03-01T03:00:00.001Z'));
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'asOf' });
    expect(message).toContain('2026-03-01T03:00:00.001Z');
    expect(scene.closings).toBe(0);
    expect(await moments.of('2026-03-01T03:00:00Z')).toMatchObject({ position: 1 });
    scene.at += 1;
    expect(await moments.of('2026-03-01T03:00:00.001Z')).toMatchObject({ position: 1 });
  });

  test.each(['2021-03-17T01:59:59.999Z', '0000-01-01T00:00:00Z', '0000-01-01T00:00:00+14:00'])(
    'before the first recording (%s) is refused, and the refusal says when the records begin',
    async (asOf) => {
      const scene = new Scene();
      const moments = await scene.open({ sampleBegins: BEGIN });
      const { message, extensions } = await refusal(moments.of(asOf));
      expect(extensions).toMatchObject({ code: 'NOT_YET_RECORDED', department: 'health', recordsBegin: BEGIN });
      expect(message).toContain('Department of Health');
      expect(message).toContain(BEGIN);
      expect(extensions.messageVi).toContain(BEGIN);
      expect(scene.closings).toBe(0);
    },
  );

  test('between figures and the first definitions of an old journal is before the records', async () => {
    const scene = new Scene();
    await scene.record();
    const figures = scene.now().toISOString();
    scene.at += 5000;
    const moments = await scene.open();
    const { extensions } = await refusal(moments.of(figures));
    expect(extensions).toMatchObject({ code: 'NOT_YET_RECORDED', recordsBegin: '2026-03-01T03:00:05.000Z' });
  });

  test('whose version this release cannot read is an error with the faults, in the log too; others are answered', async () => {
    const scene = new Scene();
    const unreadable = { 'targets.csv': 'code,number\nDOCTORS,1\n' };
    await scene.open({ catalogue: { ...catalogue, files: { ...catalogue.files, ...unreadable } } });
    scene.at += 1000;
    const moments = await scene.open();
    await expect(moments.of('2026-03-01T03:00:00Z')).rejects.toThrow(/targets\.csv, row 1, column owner: .*missing/);
    await expect(moments.of('2026-03-01T03:00:00.5Z')).rejects.toThrow('2026-03-01T03:00:00.000Z');
    expect(scene.log.filter((line) => line.includes('column owner'))).toHaveLength(1);
    expect(await moments.of('2026-03-01T03:00:01Z')).toMatchObject({ version: 2 });
  });

  test('gives the same before and after whatever is recorded later, by whichever process', async () => {
    const variants = [catalogue, withDoctors('14'), withDoctors('16')];
    const step = fc.record({
      act: fc.constantFrom('define', 'record', 'ask', 'pass'),
      variant: fc.nat({ max: variants.length - 1 }),
      process: fc.nat({ max: 9 }),
      back: fc.constantFrom(0, 0, 1, 2, 7, 40, 90),
    });
    const told = ({ catalogue: _, ...moment }: Moment) => moment;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const scene = new Scene();
        const processes = [await scene.open({ sampleBegins: BEGIN })];
        const of = (process: number, asOf: string) => (processes[process % processes.length] as Moments).of(asOf);
        const answers: { asOf: string; told: unknown; doctors: unknown }[] = [];
        for (const { act, variant, process, back } of steps) {
          if (act === 'pass') scene.at += back;
          if (act === 'record') await scene.record();
          if (act === 'define') processes.push(await scene.open({ catalogue: variants[variant] as Catalogue }));
          if (act !== 'ask') continue;
          const asOf = new Date(scene.at - back).toISOString();
          const moment = await of(process, asOf);
          // The plain meaning: the last version recorded by then, and the last entry.
          const version = (await scene.versions()).findLast(({ recordedAt }) => recordedAt <= asOf);
          expect(moment).toMatchObject({ version: version?.position, files: version?.files });
          expect(moment.position).toBe(await scene.store.closeUntil(asOf));
          answers.push({ asOf, told: told(moment), doctors: doctors(moment) });
        }
        processes.push(await scene.open());
        for (const answer of answers) {
          for (const process of processes.keys()) {
            const moment = await of(process, answer.asOf);
            expect({ asOf: answer.asOf, told: told(moment), doctors: doctors(moment) }).toEqual(answer);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('is forgotten after many others, and then is what it was', async () => {
    const scene = new Scene();
    const moments = await scene.open({ sampleBegins: BEGIN });
    const instant = (i: number) => new Date(Date.parse('2023-01-01T00:00:00Z') + i).toISOString();
    const first = await moments.of(instant(0));
    for (let i = 1; i <= 500; i++) await moments.of(instant(i));
    expect(await moments.of(instant(0))).toEqual(first);
    expect(scene.closings).toBe(502);
  });
});

describe('the argument asOf', () => {
  test.each([
    ['2023-08-01T00:00:00Z', '2023-08-01T00:00:00.000Z'],
    ['2023-08-01T07:00:00+07:00', '2023-08-01T00:00:00.000Z'],
    ['2023-08-01T00:00:00.1239Z', '2023-08-01T00:00:00.123Z'],
  ])('%s is %s', (text, instant) => {
    expect(asOfArgument(text)).toBe(instant);
  });

  test('is now when it is not given, or null', () => {
    expect([asOfArgument(null), asOfArgument(undefined)]).toEqual([null, null]);
  });

  test.each(['', '2023', '2023-08-01', '2023-08-01T00:00:00', '2023-02-31T00:00:00Z', '2023-08-01T25:00:00Z', 'now'])(
    '%j is refused by its name',
    (text) => {
      const refused = expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument: 'asOf' } });
      expect(() => asOfArgument(text)).toThrow(refused);
    },
  );
});
