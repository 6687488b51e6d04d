import { graphql } from '../../pages/browser/graphql.js';

/** How each department's system stands: what the sources page tells, and the banner of every page. */
export const Sources = graphql(`
  query Sources($lang: Language!) {
    departments { code name(lang: $lang) source { state sample } }
  }
`);
