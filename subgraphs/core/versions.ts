import { randomUUID } from 'node:crypto';
import type { OwnerVersion } from './basis.js';
import type { Owner } from './owner.js';

/**
 * Tells where an owner's answers stand: for every question, so it makes new texts only when something has moved. What another
 * process records, and what is decided at the data desk, counts from when this process takes it over.
 */
export function ownerVersions({ moments, journal, source, submissions }: Owner): () => OwnerVersion {
  const run = randomUUID();
  return remembered(
    () => {
      const { version: definitions, today } = moments.of(null);
      const { edition, position } = journal.version;
      const { moves, openSince } = source.health;
      return [definitions, today, edition, position, moves, openSince, submissions.moves] as const;
    },
    ([definitions, today, edition, position, ...status]) => {
      const figures = [run, definitions, today, edition].join(' ');
      const confirmed = `${figures} ${position}`;
      return { figures, confirmed, status: [confirmed, ...status].join(' ') };
    },
  );
}

/** The same for what only derives: it changes with the release and with the day in Hanoi. */
export function derivedVersions(today: () => string): () => OwnerVersion {
  const run = randomUUID();
  return remembered(
    () => [today()] as const,
    ([day]) => {
      const version = `${run} ${day}`;
      return { figures: version, confirmed: version, status: version };
    },
  );
}

type Parts = readonly (string | number | null)[];

function remembered<P extends Parts>(parts: () => P, version: (parts: P) => OwnerVersion): () => OwnerVersion {
  let last = parts();
  let known = version(last);
  return () => {
    const now = parts();
    for (let i = 0; i < now.length; i++) {
      if (now[i] === last[i]) continue;
      last = now;
      known = version(now);
      break;
    }
    return known;
  };
}
