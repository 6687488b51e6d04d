import type { Catalogue } from './catalogue.js';
import type { Call, Department } from './department.js';
import { type Accept, FigureLoader } from './loader.js';
import type { Logger } from './log.js';
import type { TrackedSource } from './tracked-source.js';

/** An owner of figures at work: its description, its open source and what it needs to answer. */
export interface Owner {
  readonly department: Pick<Department, 'owner' | 'kind' | 'systemName' | 'dueDays' | 'profile'>;
  readonly source: TrackedSource;
  /** True when the source is the sample's. */
  readonly sample: boolean;
  readonly catalogue: Catalogue;
  readonly accept: Accept;
  /** Today in Hanoi: 2023-06-30. */
  readonly today: () => string;
  readonly log: Logger;
}

/** What all resolvers of one request of the gateway share. */
export interface OwnerContext {
  readonly call: Call;
  readonly figures: FigureLoader;
}

/** One request of the gateway, as its parts tell of it. */
export type OwnerRequest = Omit<Call, 'log'>;

/** The context of one request of the gateway: one loader, so one question to the source. */
export function ownerContext(owner: Owner, request: OwnerRequest): OwnerContext {
  const call: Call = { ...request, log: owner.log };
  return { call, figures: new FigureLoader(owner.source, call, owner.accept) };
}
