import { graphql } from '../../pages/browser/graphql.js';

/** All that the scoreboard shows, for every period of its slider, in one question. */
export const Scoreboard = graphql(`
  query Scoreboard($periods: [String!], $lang: Language!) {
    programme {
      code
      name(lang: $lang)
      indicators {
        number
        code
        name(lang: $lang)
        assessments(periods: $periods) { period state }
      }
    }
  }
`);
