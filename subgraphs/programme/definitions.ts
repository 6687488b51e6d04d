import type { Area } from '../../schema/areas/areas.js';
import type { Text } from '../core/catalogue.js';
import type { Period } from '../core/period.js';

/** What the standing agency keeps in its files: definitions and declarations, no figures. Null is "not known". */
export interface Definitions {
  readonly programme: ProgrammeDefinition;
  readonly responsibilities: readonly Responsibility[];
  /** In the order of the periods they speak of. */
  readonly reports: readonly Report[];
  readonly declarations: readonly Declaration[];
  readonly documents: readonly Document[];
  readonly tasks: readonly Task[];
  readonly difficulties: readonly Difficulty[];
  readonly practices: readonly Practice[];
  readonly projects: readonly Project[];
}

export interface ProgrammeDefinition {
  readonly code: string;
  readonly name: Text;
  readonly startYear: number;
  readonly endYear: number;
  /** The day it was issued. */
  readonly issuedOn: string | null;
  readonly note: Text | null;
}

export interface Agency {
  readonly code: string;
  readonly name: Text;
}

/** Which agency answers for an indicator in the months from `from` to `to`, both included; null: without an end. */
export interface Responsibility {
  readonly indicator: string;
  readonly agency: Agency;
  readonly from: Period | null;
  readonly to: Period | null;
  /** What is not certain about it. */
  readonly note: Text | null;
}

/** A report; its counts are null where it does not give them. */
export interface Report {
  readonly code: string;
  readonly name: Text;
  readonly period: Period;
  /** The day, month or year of publication, as exactly as it is known: 2023-08-01, 2023-06 or 2023. */
  readonly published: string | null;
  /** The day of publication; null where it is not known. */
  readonly publishedOn: string | null;
  readonly met: number | null;
  readonly exceeded: number | null;
  readonly onSchedule: number | null;
  readonly hard: number | null;
  readonly total: number | null;
  readonly note: Text | null;
}

export const DECLARED_STATES = ['MET', 'ON_SCHEDULE', 'HARD', 'GOOD_RESULT'] as const;

/** What a report says of one indicator. */
export interface Declaration {
  readonly report: Report;
  readonly indicator: string;
  readonly state: (typeof DECLARED_STATES)[number];
}

export const DOCUMENT_KINDS = ['RESOLUTION', 'PLAN', 'OTHER'] as const;

export interface Document {
  readonly kind: (typeof DOCUMENT_KINDS)[number];
  readonly number: string | null;
  readonly title: string | null;
  readonly issuedBy: Agency | null;
  readonly issuedOn: string | null;
  readonly period: Period;
}

/** States that the file may give; that an open task is overdue follows from its day. */
export const TASK_STATES = ['OPEN', 'DONE'] as const;

export interface Task {
  readonly text: Text;
  readonly lead: Agency | null;
  readonly with: readonly Agency[];
  readonly given: string | null;
  readonly period: Period;
  readonly due: string | null;
  readonly state: (typeof TASK_STATES)[number] | null;
  readonly indicators: readonly string[];
}

export interface Difficulty {
  readonly text: Text;
  readonly period: Period;
  readonly indicators: readonly string[];
}

export interface Practice {
  readonly text: Text;
  readonly area: Area | null;
  readonly indicator: string | null;
  readonly period: Period;
}

export const SECTORS = ['HEALTH', 'EDUCATION', 'CULTURE'] as const;

export interface Project {
  readonly sector: (typeof SECTORS)[number];
  readonly name: Text;
  /** Billions of VND. */
  readonly cost: number | null;
  readonly startYear: number | null;
  readonly endYear: number | null;
  readonly note: Text | null;
}
