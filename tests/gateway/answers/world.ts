import type { OwnerBasis, SubgraphConnection } from '../../../gateway/subgraphs/client.js';
import { compiledExecution } from '../../../subgraphs/core/execution/execution.js';
import { type Asked, gatewayOver } from '../asking.js';
import { SMALL, type SmallSubgraph, smallSchemas } from '../small-graph.js';

type Context = { readonly request: { readonly basis?: OwnerBasis; readonly signal: AbortSignal } };

/** What the subgraphs of the small graph know. They tell where they stand, and what their answers rest on. */
export class World {
  /** What they say, by subgraph; with it their version moves. */
  readonly figures = new Map<SmallSubgraph, number>(SMALL.map((name) => [name, 0]));
  readonly status = new Map<SmallSubgraph, number>(SMALL.map((name) => [name, 0]));
  /** Subgraphs of which nobody knows where they stand. */
  readonly unknown = new Set<SmallSubgraph>();
  /** How often each was asked for its field. */
  readonly asked = new Map<SmallSubgraph, number>();
  now = Date.parse('2026-03-01T03:00:00Z');
  #broken = false;
  /** Awaited by the shop before it answers. */
  before: (signal: AbortSignal) => Promise<unknown> = async () => undefined;

  /** What is out of order does not know what it knew: its figures move with it. */
  set broken(is: boolean) {
    if (is !== this.#broken) this.move('figures', 'shop');
    this.#broken = is;
  }

  move(what: 'figures' | 'status', name: SmallSubgraph): void {
    this[what].set(name, (this[what].get(name) ?? 0) + 1);
  }

  connections(): SubgraphConnection[] {
    const schemas = smallSchemas({
      shop: {
        Shop: { name: async (_, __, context) => this.#shop(context as Context) },
        Item: { name: (_, __, context) => this.#status(context as Context) },
        Query: {
          strict: () => {
            if (this.#broken) throw new Error('broken');
            return { __typename: 'Item', id: '1' };
          },
        },
      },
      people: {
        Keeper: { name: () => this.#said('people') },
        Query: { keepers: (_, __, context) => this.#seconds(context as Context) },
      },
    });
    return SMALL.map((name) => ({
      name,
      schema: schemas[name],
      execute: compiledExecution(schemas[name]),
      contextFor: (request) => ({ request }),
      version: () => {
        if (this.unknown.has(name)) return null;
        const figures = `${this.figures.get(name)}`;
        return { figures, confirmed: figures, status: `${figures} ${this.status.get(name)}` };
      },
    }));
  }

  #said(name: SmallSubgraph): string {
    this.asked.set(name, (this.asked.get(name) ?? 0) + 1);
    return `${name} ${this.figures.get(name)}`;
  }

  async #shop({ request }: Context): Promise<string> {
    const said = this.#said('shop');
    await this.before(request.signal);
    return said;
  }

  #status({ request }: Context): string {
    request.basis?.onStatus();
    return `${this.#said('shop')}, ${this.status.get('shop')}`;
  }

  /** As many keepers as the second has come to. */
  #seconds({ request }: Context): unknown[] {
    const second = Math.floor(this.now / 1000);
    request.basis?.until(1000 * (second + 1));
    return Array.from({ length: 1 + (second % 5) }, (_, i) => ({ __typename: 'Keeper', mail: `${i}@x` }));
  }
}

/** What can be asked of this world: each rests on something else. */
export const QUESTIONS = {
  shop: 'query Shop { shop { name } }',
  status: '{ item(id: "1") { name } }',
  seconds: '{ keepers { mail } }',
  people: '{ shop { keeper { name } } }',
  total: '{ shop { name total } }',
  fails: '{ strict { id } }',
  series: '{ items { series { label } } }',
} as const;

/** The gateway over a world, on a port; `sized` megabytes of answers are kept. */
export async function over(world: World, sized = 32, more: Parameters<typeof gatewayOver>[1] = {}) {
  const now = () => new Date(world.now);
  const gateway: Asked = await gatewayOver(world.connections(), { answerCacheMb: sized, now, ...more });
  return { gateway, url: `${await gateway.listen()}/graphql` };
}
