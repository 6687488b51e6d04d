import { graphql } from '../../pages/browser/graphql.js';

/** The indicators that can be put on the map. */
export const MapIndicators = graphql(`
  query MapIndicators($lang: Language!) {
    indicators { code number name(lang: $lang) hard }
    supporting: indicators(supporting: true) { code name(lang: $lang) }
  }
`);

/** The figures of one indicator by area, with the place of each area on the tile map. */
export const MapFigures = graphql(`
  query MapFigures($code: ID!, $level: AreaLevel!, $boundaries: Boundaries!, $period: String!, $lang: Language!) {
    indicator(code: $code) {
      code name(lang: $lang) unit(lang: $lang) decimals rule direction frequency
      numeratorNames { vi en }
      denominatorNames { vi en }
      target(period: $period) { value upper withdrawn }
      assessments(level: $level, boundaries: $boundaries, periods: [$period]) {
        area { id }
        state reason sentence(lang: $lang)
      }
      series {
        source { name(lang: $lang) }
        observations(level: $level, boundaries: $boundaries, periods: [$period]) {
          area { id code level name(lang: $lang) tile { column row } }
          period value status reason(lang: $lang) numerator denominator sample movedBy note
          class { from to }
        }
      }
    }
  }
`);

/** Where the figure of one area comes from. */
export const MapArea = graphql(`
  query MapArea($code: ID!, $level: AreaLevel!, $boundaries: Boundaries!, $period: String!, $area: ID!, $lang: Language!) {
    indicator(code: $code) {
      series {
        observations(level: $level, boundaries: $boundaries, periods: [$period], areas: [$area]) {
          provenance { system(lang: $lang) document place publishedAt retrievedAt }
          madeOf { area { name(lang: $lang) } period weight value status }
        }
      }
    }
  }
`);
