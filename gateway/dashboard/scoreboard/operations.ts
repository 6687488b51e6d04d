import { graphql } from '../../pages/browser/graphql.js';

/** The periods of the slider. */
export const ScoreboardPeriods = graphql(`
  query ScoreboardPeriods($lang: Language!) {
    programme { code name(lang: $lang) halfYears }
  }
`);

/** All that the scoreboard shows, for every period of its slider, in one question. */
export const Scoreboard = graphql(`
  query Scoreboard($periods: [String!]!, $lang: Language!) {
    programme {
      note(lang: $lang)
      summaries(periods: $periods) {
        period total met exceeded slipping onTrack behind movingAway withdrawn noData unavailable
        metOnAssumedTargets metOnTargetsOfOtherPlans metOnSampleFigures
      }
      declared { report(lang: $lang) period met exceeded onSchedule total note(lang: $lang) }
      differences {
        kind report(lang: $lang) period indicator { code } declaredState computedState declaredCount computedCount
      }
      indicators {
        number
        code
        group
        name(lang: $lang)
        unit(lang: $lang)
        decimals
        rule
        hard
        breaks
        owner { code name(lang: $lang) }
        declared { state period report(lang: $lang) }
        series {
          headline {
            period value status sample stale staleReason(lang: $lang)
            provenance { publishedAt retrievedAt }
          }
        }
        assessments(periods: $periods) {
          period state reason exceeded sample yearSum shareOfWay shareOfTime
          target { value upper withdrawn evidence }
          latest { period value sample }
        }
      }
    }
  }
`);

/** The rows that the scoreboard shows, as a table to take away. */
export const ScoreboardTable = graphql(`
  query ScoreboardTable($codes: [ID!], $period: String!, $lang: Language!) {
    indicators(codes: $codes) {
      number
      code
      name(lang: $lang)
      group
      unit(lang: $lang)
      hard
      owner { code name(lang: $lang) }
      responsible(period: $period) { name(lang: $lang) }
      target(period: $period) { value upper evidence withdrawn }
      assessment(period: $period) {
        period state reason exceeded sample yearSum shareOfWay shareOfTime
        latest { period value numerator denominator sample }
        sentence(lang: $lang)
      }
    }
  }
`);
