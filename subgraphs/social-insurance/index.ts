import type { Department } from '../core/department.js';
import { urlIdentity } from '../core/identity.js';
import { sampleOf } from '../core/sample/figures.js';
import { OWNER } from './budget.js';
import { startPlatform } from './sandbox/platform.js';
import { parseSettings, type SocialInsuranceSettings, VARIABLES } from './settings.js';
import { openSource } from './source.js';

/** Hanoi Social Insurance: REST and JSON over the city's LGSP, behind OAuth2, in pages, with a budget. */
export const socialInsurance: Department<SocialInsuranceSettings> = {
  owner: OWNER,
  kind: 'REST_API',
  systemName: {
    vi: 'Dịch vụ số liệu bảo hiểm xã hội trên nền tảng LGSP của thành phố',
    en: "Social insurance data service on the city's LGSP platform",
  },
  dueDays: 15,
  profile: {
    field: 'socialInsurance',
    type: 'SocialInsuranceProfile',
    fields: {
      insuredPeople: { indicator: 'HEALTH_INSURANCE', part: 'numerator' },
      population: { indicator: 'HEALTH_INSURANCE', part: 'denominator' },
      healthInsuranceCoverage: { indicator: 'HEALTH_INSURANCE', part: 'value' },
      labourForce: { indicator: 'COMPULSORY_SOCIAL_INSURANCE', part: 'denominator' },
      compulsorySocialInsurancePeople: { indicator: 'COMPULSORY_SOCIAL_INSURANCE', part: 'numerator' },
      compulsorySocialInsuranceCoverage: { indicator: 'COMPULSORY_SOCIAL_INSURANCE', part: 'value' },
      voluntarySocialInsurancePeople: { indicator: 'VOLUNTARY_SOCIAL_INSURANCE', part: 'numerator' },
      voluntarySocialInsuranceCoverage: { indicator: 'VOLUNTARY_SOCIAL_INSURANCE', part: 'value' },
      unemploymentInsurancePeople: { indicator: 'UNEMPLOYMENT_INSURANCE', part: 'numerator' },
      unemploymentInsuranceCoverage: { indicator: 'UNEMPLOYMENT_INSURANCE', part: 'value' },
      pensionPeople: { indicator: 'PENSION', part: 'numerator' },
      peoplePastRetirementAge: { indicator: 'PENSION', part: 'denominator' },
      pensionCoverage: { indicator: 'PENSION', part: 'value' },
    },
  },
  variables: VARIABLES,
  parse: parseSettings,
  identity: ({ url }) => urlIdentity(url),
  async open(settings, context) {
    return openSource(settings, context);
  },
  startSandbox: (options) => startPlatform({ ...options, figures: sampleOf(options.catalogue)(OWNER) }),
};
