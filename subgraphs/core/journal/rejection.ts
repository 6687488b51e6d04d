import type { SourceFigure } from '../figure.js';
import type { Quarantined } from './contract.js';
import { sameFigure } from './sameness.js';

/**
 * True for what an operator rejected, also when the source has left it since: then it is superseded in the name of who
 * rejected it.
 */
function isRejected({ decision, decidedBy }: Pick<Quarantined, 'decision' | 'decidedBy'>): boolean {
  return decision === 'REJECTED' || (decision === 'SUPERSEDED' && decidedBy !== null);
}

/** True for what is of no account any more: superseded before anybody had decided it. */
export function isSettled(entry: Pick<Quarantined, 'decision' | 'decidedBy'>): boolean {
  return entry.decision === 'SUPERSEDED' && !isRejected(entry);
}

/** The rejection of a figure among the entries of its cell; a release after it lifts it. */
export function rejectionOf(figure: SourceFigure, entries: readonly Quarantined[]): Quarantined | undefined {
  const alike = entries.filter((entry) => sameFigure(entry.figure, figure));
  const isLifted = ({ reason, number }: Quarantined) =>
    alike.some((other) => other.decision === 'RELEASED' && other.reason === reason && other.number > number);
  return alike.find((entry) => isRejected(entry) && !isLifted(entry));
}
