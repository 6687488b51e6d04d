import { Frame } from '../pages/browser/frame.js';

/** Where analysts write questions. */
export function Explorer() {
  return <Frame>/explorer</Frame>;
}
