import { note } from '../core/asked-lines.js';
import { type ListFolder, listFolder } from './folder.js';

/**
 * Counts the looks at folders. A folder of files does not know who reads it, so the source lists it through this, and the
 * sandbox keeps what was asked of its own folder. Holds within one process only.
 */
export class FolderLooks {
  readonly #watched = new Map<string, string[]>();

  /** Lists a folder, and notes it where the folder is watched. */
  readonly list: ListFolder = (folder) => {
    const asked = this.#watched.get(folder);
    if (asked) note(asked, 'LIST forms');
    return listFolder(folder);
  };

  /** What is asked of a folder from now on, one line a look. */
  watch(folder: string): string[] {
    const asked: string[] = [];
    this.#watched.set(folder, asked);
    return asked;
  }

  unwatch(folder: string): void {
    this.#watched.delete(folder);
  }
}
