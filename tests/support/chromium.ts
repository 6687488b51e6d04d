import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; undefined where there is none. */
export function chromiumPath(): string | undefined {
  return PLACES.find((place) => existsSync(place));
}
