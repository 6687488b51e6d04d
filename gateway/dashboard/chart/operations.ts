import { graphql } from '../../pages/browser/graphql.js';

/** The years of the programme, the half-years to choose from, and when districts ended. */
export const ProgrammeYears = graphql(`
  query ProgrammeYears {
    programme { startYear endYear halfYears }
    areas(level: DISTRICT) { id validTo }
  }
`);

/** The figures of areas with their judgements, to take along as one table: they are joined by area. */
export const IndicatorAreasTable = graphql(`
  query IndicatorAreasTable($code: ID!, $level: AreaLevel!, $boundaries: Boundaries!, $period: String!, $lang: Language!) {
    indicator(code: $code) {
      code name(lang: $lang) unit(lang: $lang)
      assessments(level: $level, boundaries: $boundaries, periods: [$period]) {
        area { id }
        state reason
        missing { value unit(lang: $lang) }
      }
      series {
        observations(level: $level, boundaries: $boundaries, periods: [$period]) {
          area { id code name(lang: $lang) }
          period value numerator denominator status reason(lang: $lang) sample movedBy
          class { from to }
          provenance { system(lang: $lang) document publishedAt retrievedAt }
        }
      }
    }
  }
`);
