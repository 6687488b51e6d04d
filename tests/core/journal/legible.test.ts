import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalogue } from '../../../subgraphs/core/catalogue-files.js';
import type { SourceFigure } from '../../../subgraphs/core/figure.js';
import { openJournal } from '../../../subgraphs/core/journal/journal.js';
import { legible } from '../../../subgraphs/core/journal/legible.js';
import { openStore } from '../../../subgraphs/core/journal/sql-store.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { figure, scriptedSource } from './scripted-source.js';
import { storeServer } from './store-server.js';

const TEXTS = ['indicator', 'area', 'period', 'note', 'document', 'place'] as const;
const log = makeLogger('silent');
const plain = figure('LIFE_EXPECTANCY', '2024', 75.9, { note: 'a note', document: 'Form "1"', place: 'B7' });

let server: Awaited<ReturnType<typeof storeServer>>;
beforeAll(async () => {
  server = await storeServer();
});
afterAll(() => server.close());

test.each([
  ['NUL', 'a\u0000b', 'ab'],
  ['other control characters', '\u0001a\u000b\r\u001bb\u007f\u0085', 'ab'],
  ['tabs and line feeds', 'a\tb\r\nc', 'a\tb\nc'],
  ['the first half of a pair', 'a\ud83db', 'a\ufffdb'],
  ['the second half of a pair', 'a\ude00', 'a\ufffd'],
  ['halves that only stand the wrong way round', '\ude00\ud83d', '\ufffd\ufffd'],
  ['whole pairs and Vietnamese', 'Số liệu sơ bộ 😀', 'Số liệu sơ bộ 😀'],
  ['2,000 characters', 'x'.repeat(2000), 'x'.repeat(2000)],
  ['more than 2,000 characters', 'x'.repeat(2001), 'x'.repeat(2000)],
  ['a pair at the 2,000th character', `${'x'.repeat(1999)}😀`, 'x'.repeat(1999)],
  ['much that is left out', `${'\u0000'.repeat(3000)}x`, 'x'],
])('%s in any text of a figure', (_, given, kept) => {
  for (const name of TEXTS) expect(legible({ ...plain, [name]: given })).toEqual({ ...plain, [name]: kept });
});

test('a figure with nothing to mend is the same object, and one that was mended needs it no more', () => {
  expect(legible(plain)).toBe(plain);
  expect(legible(figure('DOCTORS', '2023', 1))).toMatchObject({ note: null, document: null, place: null });
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const text = fc.array(unit, { maxLength: 20 }).map((units) => units.join(''));
  fc.assert(
    fc.property(text, (note) => {
      const mended = legible({ ...plain, note });
      expect(legible(mended)).toBe(mended);
      // As a database keeps it.
      expect(Buffer.from(mended.note ?? '', 'utf8').toString('utf8')).toBe(mended.note);
    }),
  );
});

test('figures with texts that no database keeps are recorded, and nothing of them is new after a start', async () => {
  const now = () => new Date('2026-03-01T00:00:00.000Z');
  const store = await openStore({
    ...{ database: await server.open(), owner: 'health', identity: 'texts', sample: false, now, log },
  });
  const spoilt = (name: (typeof TEXTS)[number], text: string): SourceFigure => ({
    ...figure('LIFE_EXPECTANCY', '2023', 75.5),
    [name]: text,
  });
  const published: SourceFigure[] = [
    { ...plain, note: 'x\ud800y\u0000', document: '\u0000', place: '\udfff' },
    spoilt('indicator', 'HAPPINESS\u0000\ud800'),
    spoilt('area', 'X\u0000\ud800'),
    spoilt('period', '20\u000023\ud800'),
  ];
  const ask = async () => {
    const source = { ...scriptedSource(), figures: async () => published };
    const journal = await openJournal({
      ...{ store, source, owner: 'health', catalogue: readCatalogue(), now, today: () => '2026-03-01', log },
      ...{ maxAgeMs: 900_000, waitMs: 20_000, mark: () => ({ value: true, numerator: false, denominator: false }) },
    });
    const call = { requestId: 'test', signal: new AbortController().signal, log };
    return journal.refresh([{ indicator: 'LIFE_EXPECTANCY', frequency: 'A' }], call);
  };
  expect(await ask()).toMatchObject({ taken: 1, refused: 3 });
  const entries = await store.quarantined();
  expect(await ask()).toMatchObject({ taken: 0, unchanged: 1, refused: 3 });
  expect(await store.quarantined()).toEqual(entries);
  expect((await store.load()).vintages).toMatchObject([{ note: 'x\ufffdy', document: '', place: '\ufffd' }]);
});
