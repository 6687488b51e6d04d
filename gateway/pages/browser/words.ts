/** Vietnamese is the users' first language; English by `?lang=en`. */
export type Language = 'vi' | 'en';

/** A text in both languages; with parts to be filled in it is a function. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}
