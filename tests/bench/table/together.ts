import { quantile } from '../measure.js';
import type { Figure } from './figures.js';
import { bodyOf, OBSERVATIONS } from './questions.js';
import type { Servers, Target } from './servers.js';

const PACE_MS = 10;
const IDLE = { requests: 100, ms: 2000 };
const LARGE = { requests: 2, ms: 2000 };

/** What a question of very many observations does to small ones that come meanwhile, round by round. */
export async function together(servers: Servers, rounds: number): Promise<Figure[]> {
  const target = servers.targets.get('ours, one process') as Target;
  const slower: number[] = [];
  const late: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const idle = await smallOnes(servers, target, IDLE);
    late.push(
      await target.server.delayDuring(async () => {
        const [busy] = await Promise.all([smallOnes(servers, target, LARGE), large(servers, target)]);
        slower.push(busy / idle);
      }),
    );
  }
  const many = OBSERVATIONS.many.toLocaleString('en');
  return [
    {
      figure: `while ${many} observations are answered: p95 of the tiny query / its idle p95`,
      values: slower,
      ...{ unit: 'x', bound: 'at most', must: 3, aim: 3 },
    },
    {
      figure: 'meanwhile, delay of the event loop, p99',
      values: late,
      ...{ unit: 'ms', bound: 'at most', must: 50, aim: 50 },
    },
  ];
}

/** Milliseconds in which 95 of 100 small questions are answered, of which one comes every few milliseconds. */
async function smallOnes(servers: Servers, { url }: Target, atLeast: typeof IDLE): Promise<number> {
  const { times } = await servers.asker.load({
    url: url('tiny'),
    bodies: [bodyOf('tiny')],
    connections: 1,
    everyMs: PACE_MS,
    atLeast,
  });
  return quantile(times, 0.95);
}

async function large(servers: Servers, { url }: Target): Promise<void> {
  await servers.other.load({ url: url('many'), bodies: [bodyOf('many')], connections: 1, atLeast: LARGE });
}
