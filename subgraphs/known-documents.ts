import type { DocumentNode } from 'graphql';

/** Characters of the texts that are kept: a gateway asks in some hundred forms, each of some thousand characters. */
const MOST_CHARACTERS = 4_000_000;

/** Documents that were found valid, by their text; those not asked for longest are forgotten. */
export class KnownDocuments {
  readonly #documents = new Map<string, DocumentNode>();
  #characters = 0;

  constructor(private readonly most = MOST_CHARACTERS) {}

  get(text: string): DocumentNode | undefined {
    const document = this.#documents.get(text);
    if (document) {
      this.#documents.delete(text);
      this.#documents.set(text, document);
    }
    return document;
  }

  add(text: string, document: DocumentNode): void {
    if (!this.#documents.has(text)) this.#characters += text.length;
    this.#documents.set(text, document);
    for (const [oldest] of this.#documents) {
      if (this.#characters <= this.most) return;
      this.#documents.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
