import type { Moments } from './definitions.js';
import type { Call, Department } from './department.js';
import type { GuardedSource } from './guard/contract.js';
import type { JournalStore } from './journal/contract.js';
import type { Journal } from './journal/served.js';
import { FigureLoader } from './loader.js';
import type { Logger } from './log.js';
import type { Submissions } from './submissions.js';
import type { Turns } from './turns.js';

/** An owner of figures at work: its description, its open source, its journal and what it needs to answer. */
export interface Owner {
  readonly department: Pick<Department, 'owner' | 'kind' | 'systemName' | 'dueDays' | 'profile'>;
  readonly source: GuardedSource;
  readonly submissions: Submissions;
  readonly store: JournalStore;
  readonly journal: Journal;
  /** By the definitions in use whenever it is asked; within a request those of its context count. */
  readonly moments: Moments;
  /** True when the source is the sample's. */
  readonly sample: boolean;
  readonly maxAgeMs: number;
  readonly turns: Turns;
  readonly now: () => Date;
  readonly log: Logger;
}

/** What all resolvers of one request of the gateway share. */
export interface OwnerContext {
  /** Also what the request's turns are dealt by. */
  readonly call: Call;
  readonly figures: FigureLoader;
  readonly turns: Turns;
  /** By the definitions that the request began with. */
  readonly moments: Moments;
}

/** One request of the gateway, as its parts tell of it. */
export type OwnerRequest = Omit<Call, 'log'>;

/** The context of one request of the gateway: one loader, so one question to the source. */
export function ownerContext(owner: Owner, request: OwnerRequest, moments: Moments = owner.moments): OwnerContext {
  const { journal, store, turns, log } = owner;
  const call: Call = { ...request, log };
  return { call, figures: new FigureLoader(journal, store, call, () => turns.isAsking(call)), moments, turns };
}
