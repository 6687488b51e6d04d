import type { SettingsContext, Variable } from '../core/department.js';
import { isLoopback } from '../core/loopback.js';
import { Faults } from '../core/table.js';
import { DEFAULT_MAPPING, type Mapping, readMapping } from './mapping.js';

export interface SocialInsuranceSettings {
  /** Where the service is. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Requests that may be sent in any minute, those for tokens among them. */
  readonly budget: number;
  readonly mapping: Mapping;
}

export const VARIABLES = [
  {
    name: 'SOCIAL_INSURANCE_URL',
    about: 'Address of the social insurance service on the city platform: https://lgsp.example.vn/bhxh.',
    required: true,
    secret: false,
  },
  {
    name: 'SOCIAL_INSURANCE_TOKEN_URL',
    about: 'Address of the token endpoint; by default /oauth/token below SOCIAL_INSURANCE_URL.',
    required: false,
    secret: false,
  },
  {
    name: 'SOCIAL_INSURANCE_CLIENT_ID',
    about: 'The client that the platform registered for the graph: hanoi-indicator-graph.',
    required: true,
    secret: false,
  },
  {
    name: 'SOCIAL_INSURANCE_CLIENT_SECRET',
    about: "The client's secret.",
    required: true,
    secret: true,
  },
  {
    name: 'SOCIAL_INSURANCE_MAPPING',
    about: 'File with the codes of the service; by default subgraphs/social-insurance/mapping.csv.',
    required: false,
    secret: false,
  },
  {
    name: 'SOCIAL_INSURANCE_BUDGET',
    about: 'Requests a minute that the platform grants the client: 600 unless told.',
    required: false,
    secret: false,
  },
] as const satisfies readonly Variable[];

type Name = (typeof VARIABLES)[number]['name'];

/** Reads the variables and the mapping file. Throws a SettingsFault with every fault; no value of a secret is in it. */
export function parseSettings(
  values: Readonly<Record<string, string>>,
  { catalogue }: SettingsContext,
): SocialInsuranceSettings {
  const given = (name: Name): string => values[name] ?? '';
  const faults = new Faults();
  for (const { name, about, required } of VARIABLES) {
    if (required && given(name) === '') faults.file(name, `chưa được đặt (not set). ${about}`);
  }
  const url = address('SOCIAL_INSURANCE_URL', given('SOCIAL_INSURANCE_URL'), faults);
  const tokenUrl = address('SOCIAL_INSURANCE_TOKEN_URL', given('SOCIAL_INSURANCE_TOKEN_URL'), faults);
  const budget = given('SOCIAL_INSURANCE_BUDGET') || '600';
  if (!/^[1-9]\d{0,4}$/.test(budget)) {
    faults.file(
      'SOCIAL_INSURANCE_BUDGET',
      `"${budget}" phải là số nguyên từ 1 đến 99999 (no whole number from 1 to 99999)`,
    );
  }
  const mapping = readMapping(given('SOCIAL_INSURANCE_MAPPING') || DEFAULT_MAPPING, catalogue, faults);
  faults.throwIfAny();
  return {
    url,
    tokenUrl: tokenUrl || `${url}/oauth/token`,
    clientId: given('SOCIAL_INSURANCE_CLIENT_ID'),
    clientSecret: given('SOCIAL_INSURANCE_CLIENT_SECRET'),
    budget: Number(budget),
    mapping,
  };
}

/** An address without a slash at its end. Its text is in no fault: it may hold a password. */
function address(name: Name, text: string, faults: Faults): string {
  if (text === '') return '';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    faults.file(name, 'không phải địa chỉ bắt đầu bằng https:// (no address that starts with https://)');
  } else if (url.username !== '' || url.password !== '') {
    faults.file(name, 'không được chứa tài khoản (no user or password; use SOCIAL_INSURANCE_CLIENT_ID and _SECRET)');
  } else if (url.search !== '' || url.hash !== '') {
    faults.file(name, 'không được chứa ? hoặc # (no query or fragment)');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    // RFC 6749 3.2: id, secret and tokens would go readable for everybody on the way.
    faults.file(name, 'phải là https ngoài máy này (http only on this machine: the secret would go unencrypted)');
  }
  return text.replace(/\/+$/, '');
}
