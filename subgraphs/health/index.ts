import type { Department, ProfileField } from '../core/department.js';
import { urlIdentity } from '../core/identity.js';
import { Faults } from '../core/table.js';
import { DEFAULT_MAPPING, type Mapping, readMapping } from './mapping.js';
import { startSandbox } from './sandbox/start.js';
import { openSource } from './source.js';

/** What the health source needs to know. */
export interface HealthSettings {
  /** Base URL of the DHIS2 instance, without /api. */
  readonly url: string;
  /** Personal access token. */
  readonly token: string;
  readonly mapping: Mapping;
}

const value = (indicator: string): ProfileField => ({ indicator, part: 'value' });
const count = (indicator: string): ProfileField => ({ indicator, part: 'numerator' });
const countedOver = (indicator: string): ProfileField => ({ indicator, part: 'denominator' });

/** The department of health: figures from a DHIS2-compatible Web API. */
export const health: Department<HealthSettings> = {
  owner: 'health',
  kind: 'DHIS2_WEB_API',
  systemName: {
    vi: 'Hệ thống thống kê y tế DHIS2, Sở Y tế Hà Nội',
    en: 'DHIS2 health statistics, Hanoi Department of Health',
  },
  dueDays: 15,
  profile: {
    field: 'health',
    type: 'HealthProfile',
    fields: {
      doctors: count('DOCTORS'),
      doctorsPer10000: value('DOCTORS'),
      hospitalBeds: count('HOSPITAL_BEDS'),
      hospitalBedsPer10000: value('HOSPITAL_BEDS'),
      healthManagedPeople: count('HEALTH_MANAGEMENT'),
      healthManagementRate: value('HEALTH_MANAGEMENT'),
      screenedNewborns: count('NEWBORN_SCREENING'),
      newborns: countedOver('NEWBORN_SCREENING'),
      newbornScreeningRate: value('NEWBORN_SCREENING'),
      screenedPregnantWomen: count('PRENATAL_SCREENING'),
      pregnantWomen: countedOver('PRENATAL_SCREENING'),
      prenatalScreeningRate: value('PRENATAL_SCREENING'),
      peopleWithHealthRecord: count('HEALTH_RECORDS'),
      healthRecordRate: value('HEALTH_RECORDS'),
      population: countedOver('HEALTH_MANAGEMENT'),
      populationInTenThousands: countedOver('DOCTORS'),
      lifeExpectancy: value('LIFE_EXPECTANCY'),
      childMalnutritionRate: value('CHILD_MALNUTRITION_PREVALENCE'),
      childMalnutritionFall: value('CHILD_MALNUTRITION'),
      telemedicinePoints: value('TELEMEDICINE_POINTS'),
      electronicRecordHospitals: value('ELECTRONIC_RECORD_HOSPITALS'),
    },
  },
  variables: [
    {
      name: 'HEALTH_URL',
      about: 'Base URL of the DHIS2 instance, without /api: https://dhis2.example.vn',
      required: true,
      secret: false,
    },
    {
      name: 'HEALTH_TOKEN',
      about: 'Personal access token of a DHIS2 user who may read analytics: d2pat_...',
      required: true,
      secret: true,
    },
    {
      name: 'HEALTH_MAPPING',
      about: 'Table of DHIS2 uids, by default subgraphs/health/mapping.csv: /etc/indicators/health.csv',
      required: false,
      secret: false,
    },
  ],
  parse(values, { catalogue }) {
    const faults = new Faults();
    const url = values.HEALTH_URL ?? '';
    const token = values.HEALTH_TOKEN ?? '';
    const fault = urlFault(url);
    if (fault) faults.file('HEALTH_URL', fault);
    // A token with a line break or a letter outside ASCII cannot be a header; the value itself is never shown.
    if (!/^[\x21-\x7e]+$/.test(token)) {
      faults.file('HEALTH_TOKEN', 'để trống hoặc có ký tự không hợp lệ (empty, or with characters that no token has)');
    }
    const mapping = readMapping(values.HEALTH_MAPPING || DEFAULT_MAPPING, catalogue, faults);
    faults.throwIfAny();
    return { url, token, mapping };
  },
  identity: ({ url }) => urlIdentity(url),
  open: async (settings, context) => openSource(settings, context),
  startSandbox,
};

function urlFault(text: string): string | null {
  if (!URL.canParse(text)) return 'không phải địa chỉ URL (no URL such as https://dhis2.example.vn)';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'phải là http hoặc https (must be http or https)';
  // Credentials in the address would end up in logs.
  if (url.username || url.password) return 'không được chứa tài khoản (no user or password; use HEALTH_TOKEN)';
  if (url.search || url.hash) return 'không được chứa ? hoặc # (no query or fragment)';
  return null;
}
