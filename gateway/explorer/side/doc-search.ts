import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/** Something that the documentation tells about: a type, or one of its fields, inputs or values. */
export interface Entry {
  readonly type: string;
  readonly field?: string;
  readonly description: string;
}

/** All that the schema has, types before what is in them. */
export function entriesOf(schema: GraphQLSchema): Entry[] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const inner = types.flatMap((type) => {
    const members = isEnumType(type)
      ? type.getValues()
      : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : [];
    return members.map(({ name, description }) => ({ type: type.name, field: name, description: description ?? '' }));
  });
  return [...types.map(({ name, description }) => ({ type: name, description: description ?? '' })), ...inner];
}

/** What is found for words: all of them have to be there; those whose name begins so come first, then names that have them. */
export function found(entries: readonly Entry[], words: string): Entry[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const ranked = entries.flatMap((entry) => {
    const name = folded(entry.field ?? entry.type);
    const all = `${folded(entry.type)} ${name} ${folded(entry.description)}`;
    if (!wanted.every((word) => all.includes(word))) return [];
    const [first = ''] = wanted;
    return [{ entry, rank: name.startsWith(first) ? 0 : name.includes(first) ? 1 : 2 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

/** Without case and diacritics. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}
