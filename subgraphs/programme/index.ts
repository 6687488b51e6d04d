import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AREAS } from '../../schema/areas/areas.js';
import type { Department } from '../core/department.js';
import { Faults } from '../core/table.js';
import { type FileTexts, filesOfFolder, textsOf } from '../core/table-files.js';
import { areasById } from './area-cells.js';
import { DEFINITION_FILES, readDefinitions } from './definition-files.js';
import { FIGURE_FILE, readFigureFile } from './figure-file.js';
import { FigureFileSource } from './figures.js';
import { ProgrammeModels } from './models.js';
import { programmeResolvers } from './resolvers.js';
import { startProgrammeSandbox } from './sandbox.js';

export interface ProgrammeSettings {
  /** The standing agency's folder: definitions and figures.csv. */
  readonly folder: string;
  /** The files of definitions as they were at the start. */
  readonly files: FileTexts;
}

/**
 * The programme: definitions of all indicators, and the figures that other agencies report to the standing agency.
 * `parse` names every fault in the files. Definitions are read once, there, and served as the journal keeps them; figures are
 * read whenever their file was changed.
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
    // The journal goes by it, from wherever the program is started.
    const folder = values.PROGRAMME_FILES ? resolve(values.PROGRAMME_FILES) : '';
    const missing = [...DEFINITION_FILES, FIGURE_FILE].filter((file) => !existsSync(join(folder, file)));
    for (const file of missing) faults.file('PROGRAMME_FILES', `there is no ${file} in ${folder || 'it'}.`);
    faults.throwIfAny();
    const files = filesOfFolder(folder);
    readDefinitions(files, { catalogue, areas: areasById(AREAS) }, faults);
    readFigureFile(folder, catalogue, faults);
    faults.throwIfAny();
    return { folder, files: textsOf(files, DEFINITION_FILES) };
  },
  identity: ({ folder }) => folder,
  open: async ({ folder }, { catalogue }) => new FigureFileSource(folder, catalogue),
  definitionFiles: ({ files }) => files,
  definitionPaths: ({ folder }) => DEFINITION_FILES.map((file) => join(folder, file)),
  resolvers: (moments) => programmeResolvers(new ProgrammeModels(moments)),
  startSandbox: startProgrammeSandbox,
};
