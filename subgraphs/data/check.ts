import { DEPARTMENTS_AT_WORK } from '../departments.js';
import { checkWorkbook, type WorkbookVerdict } from '../labour/check.js';
import { onlyOf, readSubgraphSettings } from '../settings.js';
import { mappingVariable } from '../variables.js';
import type { Command } from './command.js';
import { counted } from './layout.js';

export const check: Command = {
  name: 'check',
  subject: { name: 'FILE', required: true, about: 'a workbook (.xlsx) or CSV file' },
  about: 'judges a file of the labour department before it is dropped in the folder',
  more: 'It is judged by LABOUR_MAPPING where that is set, else by the mapping of the project.',
  options: {},
  async run({ subject }, { env }) {
    const file = subject ?? '';
    const { catalogue } = readSubgraphSettings(onlyOf(null, env, DEPARTMENTS_AT_WORK), DEPARTMENTS_AT_WORK);
    const verdict = await checkWorkbook(file, { catalogue, mapping: env[mappingVariable('labour')] });
    return { json: verdict, text: checkText(file, verdict), wrong: verdict.faults.length > 0 };
  },
};

function checkText(file: string, verdict: WorkbookVerdict): string {
  if (verdict.faults.length === 0) {
    return `${file} can be dropped in the folder: form ${verdict.form}, period ${verdict.period}, ${verdict.figures} figures.`;
  }
  const faults = counted(verdict.faults.length, 'fault');
  return [`${file} would be refused, ${faults}:`, ...verdict.faults.map((fault) => `  ${fault}`)].join('\n');
}
