import type { Department, ProfileField } from '../core/department.js';
import { urlIdentity } from '../core/identity.js';
import { Faults } from '../core/table.js';
import { DEFAULT_MAPPING, type Mapping, readMapping } from './mapping.js';
import { startSandbox } from './sandbox/start.js';
import { openSource } from './source.js';

/** What the education source needs to know. */
export interface EducationSettings {
  /** postgres://role:password@host:port/database; a secret. */
  readonly url: string;
  /** Longest time of one statement, in milliseconds. */
  readonly statementTimeoutMs: number;
  readonly mapping: Mapping;
}

const STATEMENT_TIMEOUT_MS = 2500;

const value = (indicator: string): ProfileField => ({ indicator, part: 'value' });
const count = (indicator: string): ProfileField => ({ indicator, part: 'numerator' });
const countedOver = (indicator: string): ProfileField => ({ indicator, part: 'denominator' });

/** The department of education and training: figures from read-only views of its PostgreSQL database. */
export const education: Department<EducationSettings> = {
  owner: 'education',
  kind: 'SQL_VIEWS',
  systemName: {
    vi: 'Cơ sở dữ liệu ngành giáo dục, Sở Giáo dục và Đào tạo Hà Nội',
    en: 'Education database, Hanoi Department of Education and Training',
  },
  dueDays: 15,
  profile: {
    field: 'education',
    type: 'EducationProfile',
    fields: {
      schools: value('SCHOOLS'),
      pupils: value('PUPILS'),
      nationalStandardSchools: count('NATIONAL_STANDARD_SCHOOLS'),
      schoolsUnderNationalStandard: countedOver('NATIONAL_STANDARD_SCHOOLS'),
      nationalStandardRate: value('NATIONAL_STANDARD_SCHOOLS'),
      schoolMilkPupils: count('SCHOOL_MILK'),
      preschoolAndPrimaryPupils: countedOver('SCHOOL_MILK'),
      schoolMilkRate: value('SCHOOL_MILK'),
    },
  },
  variables: [
    {
      name: 'EDUCATION_URL',
      about:
        'PostgreSQL database, with a role that can only read: postgres://graph:secret@db.example.vn:5432/education',
      required: true,
      secret: true,
    },
    {
      name: 'EDUCATION_MAPPING',
      about:
        'Table of views, columns and codes, by default subgraphs/education/mapping.csv: /etc/indicators/education.csv',
      required: false,
      secret: false,
    },
    {
      name: 'EDUCATION_STATEMENT_TIMEOUT',
      about: `Milliseconds after which the database ends a statement, by default ${STATEMENT_TIMEOUT_MS}: 5000`,
      required: false,
      secret: false,
    },
  ],
  parse(values, { catalogue }) {
    const faults = new Faults();
    const url = values.EDUCATION_URL ?? '';
    // The value itself is never shown: it holds a password.
    const fault = urlFault(url);
    if (fault) faults.file('EDUCATION_URL', fault);
    const statementTimeoutMs = Number(values.EDUCATION_STATEMENT_TIMEOUT || STATEMENT_TIMEOUT_MS);
    if (!Number.isInteger(statementTimeoutMs) || statementTimeoutMs < 100 || statementTimeoutMs > 600_000) {
      faults.file(
        'EDUCATION_STATEMENT_TIMEOUT',
        'phải là số nguyên từ 100 đến 600000 (a whole number of milliseconds)',
      );
    }
    const mapping = readMapping(values.EDUCATION_MAPPING || DEFAULT_MAPPING, catalogue, faults);
    faults.throwIfAny();
    return { url, statementTimeoutMs, mapping };
  },
  identity: ({ url }) => urlIdentity(url),
  open: openSource,
  startSandbox,
};

function urlFault(text: string): string | null {
  if (!URL.canParse(text))
    return 'không phải địa chỉ URL (no URL such as postgres://graph:secret@db.example.vn/education)';
  const { protocol, hostname, username, pathname } = new URL(text);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') return 'phải bắt đầu bằng postgres:// (must begin so)';
  if (!hostname) return 'thiếu máy chủ (no host)';
  if (!username) return 'thiếu tài khoản (no role)';
  if (pathname.length < 2) return 'thiếu tên cơ sở dữ liệu (no database)';
  return null;
}
