import type { OwnerName } from '../../schema/subgraphs.js';
import type { BackupLine } from '../core/journal/contract.js';
import { departmentNamed } from '../departments.js';

/** One owner's part of a backup: a file holds the parts of all owners one after the other. */
export interface BackupPart {
  readonly owner: OwnerName;
  readonly sources: readonly { readonly identity: string; readonly sample: boolean }[];
  /** Its first and its last line, counted from 1. */
  readonly from: number;
  readonly to: number;
}

/** A part whose end has not come yet. */
interface OpenPart extends Omit<BackupPart, 'to'> {
  readonly sources: { identity: string; sample: boolean }[];
}

/** Reads a backup through: which parts it has, each from its header to its end. Throws an Error where it is none, or cut. */
export async function partsOf(lines: AsyncIterable<BackupLine>, file: string): Promise<readonly BackupPart[]> {
  const parts: BackupPart[] = [];
  let open: OpenPart | null = null;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const at = `${file}, line ${number}`;
    if (!open) {
      open = { owner: ownerOf(line, parts, at), sources: [], from: number };
    } else if (line.kind === 'source') {
      open.sources.push({ identity: String(line.identity), sample: line.sample === true });
    } else if (line.kind === 'end') {
      parts.push({ ...open, to: number });
      open = null;
    } else if (line.kind === 'journal') {
      throw new Error(`${at}: the part of ${open.owner} has no end; the backup is not whole. Nothing was restored.`);
    }
  }
  if (open)
    throw new Error(`${file}: the part of ${open.owner} has no end; the backup was cut off. Nothing was restored.`);
  if (parts.length === 0) throw new Error(`${file} is empty: there is nothing to restore.`);
  return parts;
}

/** The owner that the header of a part names. */
function ownerOf({ kind, owner }: BackupLine, parts: readonly BackupPart[], at: string): OwnerName {
  const found = typeof owner === 'string' ? departmentNamed(owner)?.owner : undefined;
  if (kind !== 'journal' || !found) {
    throw new Error(`${at}: is no header of a backup of one of our owners. Nothing was restored.`);
  }
  if (parts.some((part) => part.owner === found)) {
    throw new Error(`${at}: ${found} is in the backup twice. Nothing was restored.`);
  }
  return found;
}

/** The lines from one to another, both counted in. */
export async function* lineSpan(
  lines: AsyncIterable<BackupLine>,
  from: number,
  to: number,
): AsyncGenerator<BackupLine> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (number >= from) yield line;
    if (number === to) return;
  }
}
