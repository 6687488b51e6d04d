import { graphql } from '../../pages/browser/graphql.js';

/** The indicators that can be put on the map. */
export const MapIndicators = graphql(`
  query MapIndicators($lang: Language!) {
    indicators { code name(lang: $lang) }
  }
`);
