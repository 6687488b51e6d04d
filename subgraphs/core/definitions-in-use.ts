import type { OwnerName } from '../../schema/subgraphs.js';
import type { Moment, Moments } from './definitions.js';
import type { Call } from './department.js';

type All = ReadonlyMap<OwnerName, Moments>;
/** A request, by what all its parts have in common; a question that analysis asks within it has the same id. */
type Request = Pick<Call, 'requestId' | 'signal'>;

/**
 * The definitions that the owners of one process have in use. They can be replaced while questions are answered: a request
 * goes on to the end with those of all owners that were in use when its first part came, so that no answer mixes two.
 */
export class DefinitionsInUse {
  #current: All = new Map();
  /** Those of requests under way, by their ids. */
  readonly #begun = new Map<string, All>();

  /** Definitions that an owner uses from now on. */
  take(owner: OwnerName, moments: Moments): void {
    this.#current = new Map([...this.#current, [owner, moments]]);
  }

  /** An owner's definitions as they are now, whatever is taken up later. */
  current(owner: OwnerName): Moments {
    return momentsOf(owner, this.#current);
  }

  /** Notes that a part of a request has come. */
  begin({ requestId, signal }: Request): void {
    if (signal.aborted || this.#begun.has(requestId)) return;
    this.#begun.set(requestId, this.#current);
    signal.addEventListener('abort', () => this.#begun.delete(requestId), { once: true });
  }

  /** The definitions that a request began with. */
  of(owner: OwnerName, request: Request): Moments {
    this.begin(request);
    return momentsOf(owner, this.#begun.get(request.requestId) ?? this.#current);
  }

  /** The definitions in use whenever they are asked: for what belongs to no request. */
  following(owner: OwnerName): Moments {
    return new Following(() => this.current(owner));
  }
}

class Following implements Moments {
  constructor(private readonly current: () => Moments) {}

  of(asOf: null): Moment;
  of(asOf: string | null): Moment | Promise<Moment>;
  of(asOf: string | null): Moment | Promise<Moment> {
    return this.current().of(asOf);
  }
}

function momentsOf(owner: OwnerName, all: All): Moments {
  const moments = all.get(owner);
  if (!moments) throw new Error(`The definitions of ${owner} were asked for before it was started.`);
  return moments;
}
