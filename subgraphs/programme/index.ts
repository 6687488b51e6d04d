import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Department } from '../core/department.js';
import { Faults } from '../core/table.js';
import { DEFINITION_FILES, readDefinitions } from './definition-files.js';
import type { Definitions } from './definitions.js';
import { FIGURE_FILE, readFigureFile } from './figure-file.js';
import { FigureFileSource } from './figures.js';
import { programmeModel } from './model.js';
import { programmeResolvers } from './resolvers.js';
import { startProgrammeSandbox } from './sandbox.js';

export interface ProgrammeSettings {
  /** The standing agency's folder: definitions and figures.csv. */
  readonly folder: string;
  /** What the files of definitions said at the start. */
  readonly definitions: Definitions;
}

/**
 * The programme: definitions of all indicators, and the figures that other agencies report to the standing agency.
 * `parse` names every fault in the files. Definitions are read once, there; figures whenever their file was changed.
 */
export const programme: Department<ProgrammeSettings> = {
  owner: 'programme',
  kind: 'FILES',
  systemName: {
    vi: 'Tệp số liệu của cơ quan thường trực Chương trình',
    en: "Files of the programme's standing agency",
  },
  dueDays: 15,
  profile: null,
  variables: [
    {
      name: 'PROGRAMME_FILES',
      about: `Folder with ${[...DEFINITION_FILES, FIGURE_FILE].join(', ')}, such as /srv/programme.`,
      required: true,
      secret: false,
    },
  ],
  parse: (values, { catalogue }) => {
    const faults = new Faults();
    const folder = values.PROGRAMME_FILES ?? '';
    const missing = [...DEFINITION_FILES, FIGURE_FILE].filter((file) => !existsSync(join(folder, file)));
    for (const file of missing) faults.file('PROGRAMME_FILES', `there is no ${file} in ${folder || 'it'}.`);
    faults.throwIfAny();
    const definitions = readDefinitions(folder, catalogue, faults);
    readFigureFile(folder, catalogue, faults);
    faults.throwIfAny();
    return { folder, definitions };
  },
  open: async ({ folder }, { catalogue }) => new FigureFileSource(folder, catalogue),
  resolvers: ({ definitions }, { catalogue, today }) =>
    programmeResolvers(programmeModel(catalogue, definitions), today),
  startSandbox: startProgrammeSandbox,
};
