import { AREAS } from '../../schema/areas/areas.js';
import type { CatalogueIndicator } from '../../subgraphs/core/catalogue.js';
import { observe } from '../../subgraphs/core/observing.js';
import { type Owner, ownerContext } from '../../subgraphs/core/owner.js';
import { period, periodsBetween } from '../../subgraphs/core/period.js';
import { question } from '../support/questions.js';
import { type AskGateway, type Gateways, startGateways } from './gateways.js';
import { byTurns, type Ground, type Measured, measured, median } from './measure.js';

const AREAS_ASKED = AREAS.filter(({ level }) => level !== 'COMMUNE');
/** Six years of half-years. */
const PERIODS = periodsBetween('S', period('2020'), period('2025'));
const INDICATORS = 12;
const CELLS = `${INDICATORS} indicators x ${AREAS_ASKED.length} areas x ${PERIODS.length} periods`;

/** What an answer from memory costs, beside one of the bare figures, and what the other readings of a journal cost. */
export async function cachedRead(ground: Ground): Promise<readonly Measured[]> {
  const gateways = await startGateways(ground);
  try {
    const asked = mostAsked(gateways.owners);
    const codes = asked.flatMap(({ indicators }) => indicators.map(({ code }) => code));
    return [
      ...(await besideBare(`${CELLS}, without GraphQL`, reading(asked), reading(mostAsked(gateways.bareOwners)), 100)),
      ...(await besideBare(`${CELLS}, through the gateway`, ...both(gateways, CELLS_OF, variablesOf(codes)), 20)),
      ...(await besideBare('the main question', ...both(gateways, question('Standing')), 200)),
      ...(await readingsOf(gateways.journal, variablesOf(codes))),
    ];
  } finally {
    await gateways.close();
  }
}

type Work = () => Promise<unknown>;

async function besideBare(what: string, journal: Work, bare: Work, rounds: number): Promise<Measured[]> {
  const times = await byTurns({ journal, bare }, rounds);
  return [
    measured(`${what}: from the journal's memory, median`, median(times.journal), 'ms'),
    measured('  from the bare figures, median', median(times.bare), 'ms'),
    measured('  ratio of the medians', median(times.journal) / median(times.bare), 'x'),
  ];
}

function both({ journal, bare }: Gateways, query: string, variables?: Record<string, unknown>): [Work, Work] {
  return [() => journal(query, variables), () => bare(query, variables)];
}

/** Some indicators of an owner. */
interface Asked {
  readonly owner: Owner;
  readonly indicators: readonly CatalogueIndicator[];
}

/** Half-yearly indicators, so many together, of the owners that have the most of them. */
function mostAsked(owners: readonly Owner[]): Asked[] {
  let left = INDICATORS;
  return owners
    .map((owner): Asked => {
      const indicators = owner.moments.of(null).catalogue.ofOwner(owner.department.owner);
      return { owner, indicators: indicators.filter(({ frequency }) => frequency === 'S') };
    })
    .sort((a, b) => b.indicators.length - a.indicators.length)
    .map(({ owner, indicators }) => {
      const some = indicators.slice(0, left);
      left -= some.length;
      return { owner, indicators: some };
    });
}

/** The reading itself, and the observations that come of it, with their ages. */
function reading(asked: readonly Asked[]): Work {
  const what = { areas: AREAS_ASKED, areasNamed: true, periods: PERIODS, periodsNamed: true, change: false };
  return async () => {
    for (const { owner, indicators } of asked) {
      const context = ownerContext(owner, { requestId: 'bench', signal: new AbortController().signal });
      const moment = owner.moments.of(null);
      const lists = await Promise.all(
        indicators.map(async (indicator) => [
          ...(await observe(context, moment, indicator, { ...what, maxAgeMs: null, boundaries: null })),
        ]),
      );
      for (const { slice, area, period: text } of lists.flatMap((list) => [...list])) slice.freshness(area.id, text);
    }
  };
}

const CELLS_OF = `query Cells($codes: [ID!], $areas: [ID!], $periods: [String!], $asOf: DateTime) {
  indicators(codes: $codes, asOf: $asOf) {
    code series { observations(areas: $areas, periods: $periods) { area { id } period value status provenance { retrievedAt } } }
  }
}`;

const VINTAGES_OF = `query Vintages($codes: [ID!], $areas: [ID!], $periods: [String!]) {
  indicators(codes: $codes) {
    code series { observations(areas: $areas, periods: $periods) { period vintages { value recordedAt } } }
  }
}`;

function variablesOf(codes: readonly string[]): Record<string, unknown> {
  return { codes, areas: AREAS_ASKED.map(({ id }) => id), periods: PERIODS.map(({ text }) => text) };
}

/** What is read from the database. */
async function readingsOf(ask: AskGateway, cells: Record<string, unknown>): Promise<Measured[]> {
  const standing = 'query ($asOf: DateTime) { programme(asOf: $asOf) { summary(period: "2023-S1") { met total } } }';
  let day = 0;
  const newInstant = () => new Date(Date.UTC(2024, 0, 1, 0, 0, ++day)).toISOString();
  const asOf = newInstant();
  const times = await byTurns(
    {
      'summary asOf an instant that was never asked for': () => ask(standing, { asOf: newInstant() }),
      'summary asOf an instant asked for before': () => ask(standing, { asOf }),
      [`${CELLS}, asOf an instant asked for before`]: () => ask(CELLS_OF, { ...cells, asOf }),
      [`${CELLS}, all their vintages`]: () => ask(VINTAGES_OF, cells),
      'the question Freshness (vintages of all headlines)': () => ask(question('Freshness')),
      'the question WhatChanged: changes(first: 50)': () => ask(question('WhatChanged')),
    },
    20,
  );
  return Object.entries(times).map(([what, ms]) => measured(`${what}, median`, median(ms), 'ms'));
}
