import { createHash } from 'node:crypto';
import type { DocumentStore } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, printSchema } from 'graphql';
import { Lru } from '../executor/lru.js';

/** Documents kept of one schema at most; one takes some tens of kilobytes. */
const MOST_DOCUMENTS = 600;

/**
 * The documents that Apollo Server has parsed and found valid (its option `documentStore`). Kept by ourselves, so that
 * documents can be put in before they are asked, and those of a schema that was replaced be let go.
 */
export class Documents implements DocumentStore {
  readonly #bySchema = new Map<string, Lru<string, DocumentNode>>();
  readonly #names = new WeakMap<GraphQLSchema, string>();

  async get(key: string): Promise<DocumentNode | undefined> {
    const [schema, text] = partsOf(key);
    return this.#bySchema.get(schema)?.get(text);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    const [schema, text] = partsOf(key);
    this.#of(schema).set(text, document);
  }

  /** Apollo Server takes none out. */
  async delete(): Promise<never> {
    throw new Error('Documents go with their schema; none is taken out alone.');
  }

  /** The document of a text that is known to be valid beside a schema. */
  known(schema: GraphQLSchema, text: string): DocumentNode | undefined {
    return this.#bySchema.get(this.#nameOf(schema))?.get(sha256(text));
  }

  /** Adds the document of a text that is valid beside a schema. */
  add(schema: GraphQLSchema, text: string, document: DocumentNode): void {
    this.#of(this.#nameOf(schema)).set(sha256(text), document);
  }

  /** Lets go of the documents of all other schemas. */
  keepOnly(schema: GraphQLSchema): void {
    const kept = this.#nameOf(schema);
    for (const name of this.#bySchema.keys()) if (name !== kept) this.#bySchema.delete(name);
  }

  #of(schema: string): Lru<string, DocumentNode> {
    const found = this.#bySchema.get(schema) ?? new Lru<string, DocumentNode>(MOST_DOCUMENTS);
    this.#bySchema.set(schema, found);
    return found;
  }

  /** As Apollo Server names a schema in its keys. */
  #nameOf(schema: GraphQLSchema): string {
    const name = this.#names.get(schema) ?? sha256(printSchema(schema));
    this.#names.set(schema, name);
    return name;
  }
}

/** Apollo Server's keys: the digest of the schema, a colon, the digest of the text. */
function partsOf(key: string): [schema: string, text: string] {
  const [schema = '', text = ''] = key.split(':');
  return [schema, text];
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
