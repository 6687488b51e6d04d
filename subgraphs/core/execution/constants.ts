import type { GraphQLEnumType, GraphQLNamedType } from 'graphql';

/** What the text of a form names besides its fields: types, and the names of an enum's values by value. */
export class Constants {
  readonly values: unknown[] = [];
  readonly #names = new Map<string, string>();

  /** The name of a type. */
  of(type: GraphQLNamedType): string {
    return this.#named(`type ${type.name}`, () => type);
  }

  /** The name of a map from the values of an enum to their names in an answer. */
  ofEnum(type: GraphQLEnumType): string {
    return this.#named(`values ${type.name}`, () => new Map(type.getValues().map(({ name, value }) => [value, name])));
  }

  /** The same with the names as JSON in UTF-8. */
  ofEnumJson(type: GraphQLEnumType): string {
    const json = (name: string) => Buffer.from(JSON.stringify(name));
    return this.#named(
      `json ${type.name}`,
      () => new Map(type.getValues().map(({ name, value }) => [value, json(name)])),
    );
  }

  /** The name of a text in UTF-8, as it stands in JSON. */
  ofJson(text: string): string {
    return this.#named(`text ${text}`, () => Buffer.from(text));
  }

  /** Declares them, out of `constants`. */
  get text(): string {
    return this.values.map((_, i) => `const constant${i} = constants[${i}];`).join('\n');
  }

  #named(what: string, make: () => unknown): string {
    const known = this.#names.get(what);
    if (known !== undefined) return known;
    const name = `constant${this.values.push(make()) - 1}`;
    this.#names.set(what, name);
    return name;
  }
}
