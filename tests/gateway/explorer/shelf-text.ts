import { readProjectFile } from '../../../schema/files.js';

/** The text of a worked question. */
export function shelfText(name: string): string {
  return readProjectFile('gateway', 'explorer', 'shelf', `${name}.graphql`);
}
