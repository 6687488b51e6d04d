/** A refusal, as RFC 9457 problem JSON. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    /** What kind of refusal it is, the same every time. */
    readonly title: string,
    /** What was wrong with this request. */
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${title}: ${detail}`);
  }
}
