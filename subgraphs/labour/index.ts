import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Department, ProfileField } from '../core/department.js';
import { Faults } from '../core/table.js';
import { FolderLooks } from './folder-looks.js';
import { DEFAULT_MAPPING, readMapping } from './mapping.js';
import { type LabourSettings, openFolder } from './source.js';

export type { LabourSettings } from './source.js';

const field = (indicator: string, part: ProfileField['part'] = 'value'): ProfileField => ({ indicator, part });

/** The department of labour and social affairs: figures from a folder of workbooks and CSV files. */
export const labour: Department<LabourSettings> = labourDepartment();

/** The department, with its own count of how often folders are looked at, which its sandbox reads. */
export function labourDepartment(looks = new FolderLooks()): Department<LabourSettings> {
  return {
    owner: 'labour',
    kind: 'WORKBOOKS',
    systemName: {
      vi: 'Thư mục biểu mẫu, Sở Lao động - Thương binh và Xã hội Hà Nội',
      en: 'Folder of forms, Hanoi Department of Labour, Invalids and Social Affairs',
    },
    dueDays: 20,
    profile: {
      field: 'labour',
      type: 'LabourProfile',
      fields: {
        households: field('POOR_HOUSEHOLDS', 'denominator'),
        poorHouseholds: field('POOR_HOUSEHOLDS', 'numerator'),
        poorHouseholdRate: field('POOR_HOUSEHOLDS'),
        nearPoorHouseholds: field('NEAR_POOR_HOUSEHOLDS', 'numerator'),
        nearPoorHouseholdRate: field('NEAR_POOR_HOUSEHOLDS'),
        jobs: field('JOBS'),
        policyCreditHouseholds: field('POLICY_CREDIT'),
        policyLoans: field('POLICY_LOANS'),
        sociallyAssistedPeople: field('SOCIAL_ASSISTANCE', 'numerator'),
        peopleEntitledToAssistance: field('SOCIAL_ASSISTANCE', 'denominator'),
        socialAssistanceRate: field('SOCIAL_ASSISTANCE'),
        meritoriousFamiliesAtAverage: field('MERITORIOUS_FAMILIES', 'numerator'),
        meritoriousFamilies: field('MERITORIOUS_FAMILIES', 'denominator'),
        meritoriousFamilyRate: field('MERITORIOUS_FAMILIES'),
        caredForChildrenInNeed: field('CHILDREN_IN_NEED', 'numerator'),
        childrenInNeed: field('CHILDREN_IN_NEED', 'denominator'),
        childrenInNeedRate: field('CHILDREN_IN_NEED'),
        childFriendlyCommunes: field('CHILD_FRIENDLY_COMMUNES', 'numerator'),
        communes: field('CHILD_FRIENDLY_COMMUNES', 'denominator'),
        childFriendlyCommuneRate: field('CHILD_FRIENDLY_COMMUNES'),
        unemploymentRate: field('UNEMPLOYMENT'),
        trainedWorkerRate: field('TRAINED_WORKERS'),
        socialAssistanceFacilities: field('SOCIAL_ASSISTANCE_FACILITIES'),
        vocationalTrainingFacilities: field('VOCATIONAL_TRAINING_FACILITIES'),
      },
    },
    variables: [
      {
        name: 'LABOUR_FOLDER',
        about: 'Folder that the department drops its workbooks (.xlsx) and CSV files in: /srv/labour/forms',
        required: true,
        secret: false,
      },
      {
        name: 'LABOUR_MAPPING',
        about: 'Table of forms and columns, by default subgraphs/labour/mapping.csv: /etc/indicators/labour.csv',
        required: false,
        secret: false,
      },
    ],
    parse(values, { catalogue }) {
      const faults = new Faults();
      const folder = resolve(values.LABOUR_FOLDER ?? '');
      if (!values.LABOUR_FOLDER || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
        faults.file('LABOUR_FOLDER', `"${values.LABOUR_FOLDER ?? ''}" không phải là thư mục (is not a folder)`);
      }
      const forms = readMapping(values.LABOUR_MAPPING || DEFAULT_MAPPING, catalogue, faults);
      faults.throwIfAny();
      return { folder, forms };
    },
    identity: ({ folder }) => folder,
    open: (settings, context) => openFolder(settings, context, looks.list),
    async startSandbox(options) {
      // Only the sample start needs what writes workbooks.
      const { startSandbox } = await import('./sandbox/index.js');
      return startSandbox(options, looks);
    },
  };
}
