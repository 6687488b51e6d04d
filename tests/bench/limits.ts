import { getOperationAST, parse } from 'graphql';
import { DEFAULTS } from '../../gateway/config.js';
import { pricing } from '../../gateway/limits/pricing.js';
import { registeredOperations } from '../../gateway/limits/registered.js';
import { Room } from '../../gateway/limits/room.js';
import { shapeCheck } from '../../gateway/limits/shape-check.js';
import { readProjectFile } from '../../schema/files.js';
import { ATTACKS, type Attack } from '../gateway/limits/attacks.js';
import { send } from '../gateway/limits/sending.js';
import { question } from '../support/questions.js';
import { startGateways } from './gateways.js';
import { byTurns, type Ground, type Measured, measured, median, quantile, timed } from './measure.js';
import { Clock, startProgram, TODAY } from './program.js';

const ROUNDS = 40;
/** Milliseconds of a refusal at most, sending and receiving among them. */
const BOUND = 50;

/** How long refusals take over HTTP, and what the limits cost a question that is answered. */
export async function limits(ground: Ground): Promise<readonly Measured[]> {
  return [...(await refusals(ground)), ...(await costs(ground))];
}

async function refusals(ground: Ground): Promise<Measured[]> {
  const graph = await startProgram(ground, new Clock());
  try {
    const lines: Measured[] = [];
    const all: number[] = [];
    for (const attack of ATTACKS) {
      const times = await refused(graph.url, attack);
      all.push(...times);
      lines.push(measured(`${attack.title} (${attack.code}), median`, median(times), 'ms', BOUND));
    }
    return [
      ...lines,
      measured('99 of 100 of all of them', quantile(all, 0.99), 'ms', BOUND),
      // A single one may meet whatever else the machine does.
      measured('the slowest of all of them', Math.max(...all), 'ms'),
    ];
  } finally {
    await graph.close();
  }
}

async function refused(url: string, { sent, title, code }: Attack): Promise<number[]> {
  const times: number[] = [];
  for (let round = -ROUNDS / 4; round < ROUNDS; round++) {
    const ms = await timed(async () => {
      const { codes } = await send(url, sent);
      if (codes[0] !== code) throw new Error(`${title} was answered with ${codes.join()} instead of ${code}.`);
    });
    if (round >= 0) times.push(ms);
  }
  return times;
}

/** The main question past the limits, by turns with the same and all that the limits do for it. */
async function costs(ground: Ground): Promise<Measured[]> {
  const gateways = await startGateways(ground);
  try {
    const text = question('Standing');
    const pass = passage(text);
    const times = await byTurns(
      {
        without: () => gateways.journal(text),
        with: async () => {
          const leave = pass();
          await gateways.journal(text);
          leave();
        },
        limits: () => pass()(),
      },
      300,
    );
    return [
      measured('the main question without limits, median', median(times.without), 'ms'),
      measured('the main question with limits, median', median(times.with), 'ms'),
      measured('  ratio of the medians', median(times.with) / median(times.without), 'x'),
      measured('the limits alone, median', median(times.limits), 'ms'),
    ];
  } finally {
    await gateways.close();
  }
}

/** All that is done for a question that passes: its place, the check of a text that is known, its price. */
function passage(text: string): () => () => void {
  const room = new Room({ atOnce: DEFAULTS.questionsAtOnce, price: DEFAULTS.priceLimit });
  const check = shapeCheck({ introspection: true, registered: registeredOperations([]) });
  const supergraphSdl = readProjectFile('schema', 'supergraph.graphql');
  const prices = pricing({ supergraphSdl, limit: DEFAULTS.priceLimit, now: () => TODAY });
  const document = parse(text);
  const operation = getOperationAST(document);
  return () => {
    const place = room.enter('bench');
    if (!place || !operation || check(text) || !place.pay(prices.of(document, operation, {}))) {
      throw new Error('The main question does not pass the limits.');
    }
    return place.leave;
  };
}
