import { graphql } from './graphql.js';

/** What the banner of every page tells of the departments' systems. */
export const Standing = graphql(`
  query Standing($lang: Language!) {
    departments {
      code
      name(lang: $lang)
      source { owner state sample lastGood openSince quarantined lastError { code message(lang: $lang) } }
    }
  }
`);
