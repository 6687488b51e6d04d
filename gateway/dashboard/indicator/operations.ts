import { graphql } from '../../pages/browser/graphql.js';

/** One indicator with what it means, its figures and its judgement. */
export const IndicatorPage = graphql(`
  query IndicatorPage($code: ID!, $lang: Language!) {
    indicator(code: $code) { code name(lang: $lang) }
  }
`);
