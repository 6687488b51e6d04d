import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { variableValues } from '../executor/variables.js';
import { lengthOf } from './list-size.js';
import { type PriceList, priceList } from './price-list.js';
import { type Priced, tooExpensive } from './too-expensive.js';

export interface PricingOptions {
  readonly supergraphSdl: string;
  /** The price of a question at most. */
  readonly limit: number;
  readonly now: () => Date;
}

/** What questions cost. */
export interface Pricing {
  /**
   * The price of a valid operation: how many values its answer may hold at most, what is dear counted for more. Throws
   * GraphQLError (TOO_EXPENSIVE) where that is beyond the limit.
   */
  of(document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): number;
}

export function pricing({ supergraphSdl, limit, now }: PricingOptions): Pricing {
  const prices = priceList(supergraphSdl);
  // Most are asked again and again with the same variables. How long lists are moves with the calendar.
  const last = new WeakMap<OperationDefinitionNode, { readonly asked: string; readonly price: number }>();
  return {
    of(document, operation, given) {
      const at = now();
      const asked = `${Math.floor(at.getTime() / MINUTE_MS)} ${JSON.stringify(given)}`;
      const known = last.get(operation);
      if (known?.asked === asked) return known.price;
      const { coerced } = variableValues(prices.schema, operation.variableDefinitions ?? [], given);
      const root = prices.schema.getRootType(operation.operation);
      // Whoever executes it says what is wrong with its variables, or that the graph has no such root.
      if (!coerced || !root) return 0;
      const fields = new Walk(prices, document, coerced, at).fields(operation.selectionSet, root);
      const price = sum(fields);
      if (price > limit) throw tooExpensive({ price, limit, fields });
      last.set(operation, { asked, price });
      return price;
    },
  };
}

const MINUTE_MS = 60_000;

class Walk {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(
    private readonly prices: PriceList,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly now: Date,
  ) {
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((node) => [node.name.value, node]));
  }

  fields({ selections }: SelectionSetNode, type: GraphQLCompositeType): Priced[] {
    return selections.flatMap((node) => (this.#isIncluded(node) ? this.#pricesOf(node, type) : []));
  }

  #pricesOf(node: SelectionNode, type: GraphQLCompositeType): Priced[] {
    if (node.kind === Kind.FIELD) return this.#field(node, type);
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
    if (!fragment) return [];
    const condition = fragment.typeCondition && this.prices.schema.getType(fragment.typeCondition.name.value);
    return this.fields(fragment.selectionSet, isCompositeType(condition) ? condition : type);
  }

  #field(node: FieldNode, type: GraphQLCompositeType): Priced[] {
    const candidates = this.prices.of(type, node.name.value).map(({ field, weight, size, ofArguments }) => {
      const args = size || ofArguments.size > 0 ? getArgumentValues(field, node, this.variables) : {};
      const once = [...ofArguments].reduce((all, [name, cost]) => all + (args[name] == null ? 0 : cost), 0);
      return { field, weight, size, once, length: size ? lengthOf(size, args, this.now) : 1 };
    });
    const dearest = candidates.sort((a, b) => b.length * b.weight - a.length * a.weight)[0];
    if (!dearest) return [];
    const { field, weight, size, once, length } = dearest;
    const named = getNamedType(field.type);
    const below = node.selectionSet && isCompositeType(named) ? this.fields(node.selectionSet, named) : [];
    return [{ node, field, size, length, price: once + length * (weight + sum(below)), below }];
  }

  #isIncluded(node: SelectionNode): boolean {
    if (!node.directives || node.directives.length === 0) return true;
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.variables);
    return skip?.if !== true && include?.if !== false;
  }
}

function sum(fields: readonly Priced[]): number {
  return fields.reduce((total, { price }) => total + price, 0);
}
