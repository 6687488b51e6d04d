import { graphql } from '../../pages/browser/graphql.js';

/** The years of the programme, from which the half-years to choose from follow. */
export const ProgrammeYears = graphql(`
  query ProgrammeYears {
    programme { startYear endYear }
    areas(level: DISTRICT) { id validTo }
  }
`);

/** One indicator with what it means, its figures and its judgement. */
export const IndicatorPage = graphql(`
  query IndicatorPage($code: ID!, $period: String!, $firstYear: String!, $lastYear: String!, $lang: Language!) {
    programme { code name(lang: $lang) difficulties { text(lang: $lang) period indicators { code } } }
    indicator(code: $code) {
      code number name(lang: $lang) group hard kind rule direction frequency timeRule seasonal
      unit(lang: $lang) decimals minimum maximum
      definition(lang: $lang) note(lang: $lang) breaks baseline
      numeratorNames { vi en }
      denominatorNames { vi en }
      owner { code name(lang: $lang) }
      responsible(period: $period) { name(lang: $lang) note(lang: $lang) }
      target(period: $period) { from value upper withdrawn evidence }
      targets { from value upper withdrawn evidence source(lang: $lang) }
      assessment(period: $period) {
        period state reason sentence(lang: $lang) exceeded sample shareOfWay shareOfTime
        latest { period value }
        missing { value unit(lang: $lang) denominator planned }
        neededPerYear { value unit(lang: $lang) }
        working { step(lang: $lang) value }
        otherVersions { state sentence(lang: $lang) target { from value upper withdrawn } }
      }
      declared { period state report(lang: $lang) }
      tasks { text(lang: $lang) period given due state lead { name(lang: $lang) } with { name(lang: $lang) } }
      projection(period: $period) { method(lang: $lang) period reason sample points { period value low high } }
      series {
        source { name(lang: $lang) state sample lastGood }
        breakdowns { code name(lang: $lang) items { code name(lang: $lang) } }
        headline {
          period value status reason(lang: $lang) numerator denominator sample stale staleReason(lang: $lang) note
          class { from to }
          provenance { system(lang: $lang) document place publishedAt retrievedAt }
          vintages { recordedAt publishedAt value numerator denominator status reason(lang: $lang) released }
        }
        years: observations(level: CITY, frequency: A, from: $firstYear, to: $lastYear) {
          period value status reason(lang: $lang) numerator denominator sample stale staleReason(lang: $lang) note
          class { from to }
          provenance { system(lang: $lang) document place publishedAt retrievedAt }
        }
      }
    }
  }
`);

/** The figures of one indicator by area, with how each stands against its target. */
export const IndicatorAreas = graphql(`
  query IndicatorAreas($code: ID!, $level: AreaLevel!, $boundaries: Boundaries!, $period: String!, $lang: Language!) {
    indicator(code: $code) {
      assessments(level: $level, boundaries: $boundaries, periods: [$period]) {
        area { id }
        state reason sentence(lang: $lang)
        missing { value unit(lang: $lang) }
      }
      series {
        observations(level: $level, boundaries: $boundaries, periods: [$period]) {
          area { id code name(lang: $lang) }
          period value status reason(lang: $lang) numerator denominator sample movedBy
          class { from to }
        }
      }
    }
  }
`);

/** The figures of the city by the items of a breakdown. */
export const IndicatorParts = graphql(`
  query IndicatorParts($code: ID!, $breakdown: ID!, $period: String!, $lang: Language!) {
    indicator(code: $code) {
      series {
        observations(level: CITY, breakdown: $breakdown, periods: [$period]) {
          breakdown { item { code name(lang: $lang) } }
          value status reason(lang: $lang) numerator denominator partsDiffer(lang: $lang)
        }
      }
    }
  }
`);

/** The figures of the trend as a table to take along. */
export const IndicatorTrendTable = graphql(`
  query IndicatorTrendTable($code: ID!, $lang: Language!) {
    indicator(code: $code) {
      code name(lang: $lang) unit(lang: $lang)
      series {
        headline {
          period value numerator denominator status reason(lang: $lang) sample
          provenance { system(lang: $lang) document publishedAt retrievedAt }
        }
      }
    }
  }
`);

/** The figures of the ranking as a table to take along. */
export const IndicatorAreasTable = graphql(`
  query IndicatorAreasTable($code: ID!, $level: AreaLevel!, $boundaries: Boundaries!, $period: String!, $lang: Language!) {
    indicator(code: $code) {
      code name(lang: $lang) unit(lang: $lang)
      series {
        observations(level: $level, boundaries: $boundaries, periods: [$period]) {
          area { id code name(lang: $lang) }
          period value numerator denominator status reason(lang: $lang) sample movedBy
        }
      }
    }
  }
`);
