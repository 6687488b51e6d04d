/** A text in both languages; with parts to be filled in it is a function. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}
