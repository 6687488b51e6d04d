import { randomUUID } from 'node:crypto';
import type { OwnerVersion } from './basis.js';
import type { Owner } from './owner.js';

/**
 * Tells where an owner's answers stand. It takes no time: everything is in memory. What another process records, and what
 * is decided at the data desk, counts from when this process takes it over.
 */
export function ownerVersions({ moments, journal, source, submissions }: Owner): () => OwnerVersion {
  const run = randomUUID();
  return () => {
    const { version: definitions, today } = moments.of(null);
    const { edition, position } = journal.version;
    const { moves, openSince } = source.health;
    const figures = `${run} ${definitions} ${today} ${edition}`;
    return { figures, status: `${figures} ${position} ${moves} ${openSince} ${submissions.moves}` };
  };
}

/** The same for what only derives: it changes with the release and with the day in Hanoi. */
export function derivedVersions(today: () => string): () => OwnerVersion {
  const run = randomUUID();
  return () => {
    const version = `${run} ${today()}`;
    return { figures: version, status: version };
  };
}
