import type { IncomingHttpHeaders } from 'node:http';

/** What a caller may see, as one text: answers are shared among those of equal rights alone. Nobody's are restricted as yet. */
export function rightsOf(_headers: IncomingHttpHeaders): string {
  return '';
}
