import { type Confidentiality, masked } from '../disclosure/masked.js';
import type { Withheld } from '../disclosure/suppressions.js';
import type { ChangesAsked, JournalStore, RecordedChange, SliceKey, Vintage } from './contract.js';

/** A vintage as it may be shown: without numbers where its cell is withheld, whenever that was found. */
export interface ShownVintage extends Vintage {
  readonly confidentiality: Confidentiality;
}

/** A change as it may be shown. */
export interface ShownChange extends RecordedChange {
  readonly before: ShownVintage | null;
  readonly after: ShownVintage;
}

type Store<K extends keyof JournalStore> = Pick<JournalStore, K | 'suppressed'>;

/** JournalStore.vintagesOf, as it may be shown. Throws JournalError. */
export async function shownVintages(
  store: Store<'vintagesOf'>,
  keys: readonly SliceKey[],
  areas: readonly string[],
  position: number | null,
): Promise<ShownVintage[]> {
  const vintages = await store.vintagesOf(keys, areas, position);
  return vintages.map(await showing(store, vintages));
}

/** JournalStore.changes, as they may be shown. Throws JournalError. */
export async function shownChanges(store: Store<'changes'>, asked: ChangesAsked): Promise<ShownChange[]> {
  const changes = await store.changes(asked);
  const show = await showing(
    store,
    changes.map(({ after }) => after),
  );
  return changes.map(({ before, after }) => ({ before: before && show(before), after: show(after) }));
}

/** Read after the vintages: what was recorded was screened with it, so nothing is missed. */
async function showing(store: Store<never>, vintages: readonly Vintage[]): Promise<(vintage: Vintage) => ShownVintage> {
  const indicators = [...new Set(vintages.map(({ indicator }) => indicator))];
  const suppressed = indicators.length > 0 ? await store.suppressed(indicators) : [];
  const kinds = new Map<string, Withheld>(suppressed.map((cell) => [nameOf(cell), cell.confidentiality]));
  return (vintage) => {
    const kind = kinds.get(nameOf(vintage));
    return kind ? masked(vintage, kind) : { ...vintage, confidentiality: 'F' };
  };
}

function nameOf({ indicator, area, period }: { indicator: string; area: string; period: string }): string {
  return `${indicator} ${area} ${period}`;
}
