import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFile } from '../../schema/files.js';

/** The outermost element of each page. */
const ROOTS = { scoreboard: '.scoreboard', sources: '.sources', indicator: '.indicator-page', map: '.map-page' };

test.each(Object.entries(ROOTS))(
  'the styles of %s hold below its root alone, for all pages share one sheet',
  (page, root) => {
    for (const path of sheetsOf(page)) {
      const strange = outermost(readFileSync(path, 'utf8')).filter(
        (selector) => !selector.startsWith(root) && !/^(@|:root|html|\.frame)/.test(selector),
      );
      expect(strange, path).toEqual([]);
    }
  },
);

function sheetsOf(page: string): string[] {
  const folder = projectFile('gateway', 'dashboard', page);
  return readdirSync(folder).flatMap((name) => (name.endsWith('.css') ? [join(folder, name)] : []));
}

/** What stands before a brace that no other one is around, but for those of conditions. */
function outermost(css: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  for (const [, before = '', brace] of css.replace(/\/\*.*?\*\//gs, '').matchAll(/([^{};]*)([{};])/g)) {
    const text = before.trim();
    if (brace === '{') {
      if (open.every((one) => one.startsWith('@'))) found.push(...text.split(',').map((part) => part.trim()));
      open.push(text);
    }
    if (brace === '}') open.pop();
  }
  return found;
}
