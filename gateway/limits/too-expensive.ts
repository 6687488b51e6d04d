import type { FieldNode, GraphQLError, GraphQLField } from 'graphql';
import { type ListSize, NARROWING, type Rows } from './list-size.js';
import { refusal } from './refusal.js';

/** A field of a question with its price. */
export interface Priced {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  /** Null: no list. */
  readonly size: ListSize | null;
  /** Entries at most, 1 where it is no list. */
  readonly length: number;
  /** With all that is below it, for one object that it stands on. */
  readonly price: number;
  readonly below: readonly Priced[];
}

/** The refusal of a question that costs too much: where most of the price comes from, and by what to narrow it. */
export function tooExpensive({
  price,
  limit,
  fields,
}: {
  readonly price: number;
  readonly limit: number;
  readonly fields: readonly Priced[];
}): GraphQLError {
  const way = dearestWay(fields);
  const lists = way.filter(({ size }) => size !== null);
  const target = lists.findLast(({ size, field }) => narrowing(size, field).length > 0) ?? lists.at(-1) ?? way.at(-1);
  const excess = { asked: price, allowed: limit };
  if (!target) return refusal('TOO_EXPENSIVE', { excess });
  const place = way
    .slice(0, way.indexOf(target) + 1)
    .map(({ node }) => (node.alias ?? node.name).value)
    .join('.');
  const rows = target.length.toLocaleString('en');
  const by = narrowing(target.size, target.field);
  const names = by.map((name) => `\`${name}\``).join(', ');
  return refusal('TOO_EXPENSIVE', {
    excess,
    advice: {
      en: `The most goes to "${place}", up to ${rows} entries each time; ${
        by.length > 0 ? `narrow it by ${names}` : 'ask for less below it'
      }, or ask in several questions.`,
      vi: `Phần lớn nằm ở "${place}", mỗi lần tối đa ${rows} mục; ${
        by.length > 0 ? `hãy thu hẹp bằng ${names}` : 'hãy hỏi ít hơn bên dưới'
      }, hoặc chia thành nhiều câu hỏi.`,
    },
  });
}

/** From the root down, each time to the field that costs most, as long as it is a good part of what is above it. */
function dearestWay(fields: readonly Priced[]): Priced[] {
  const [dearest] = [...fields].sort((a, b) => b.price - a.price);
  if (!dearest) return [];
  const below = dearestWay(dearest.below);
  const next = below[0];
  return next && next.price * dearest.length * 4 >= dearest.price ? [dearest, ...below] : [dearest];
}

/** The arguments of the field by which its length can be changed. */
function narrowing(size: ListSize | null, { args }: GraphQLField<unknown, unknown>): string[] {
  const { rows, slicingArguments = [] } = size ?? {};
  const factors = Object.keys(NARROWING) as (keyof Rows)[];
  const by = factors.filter((factor) => rows?.[factor] != null).flatMap((factor) => NARROWING[factor]);
  const names = new Set([...slicingArguments, ...by]);
  return args.map(({ name }) => name).filter((name) => names.has(name));
}
