import { graphql } from '../../pages/browser/graphql.js';

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

/** The periods that reports can be looked at for. */
export const SourcesPeriods = graphql(`
  query SourcesPeriods { programme { code halfYears } }
`);

/** How each department's system stands, how it reports for a period, what is held back, and what changed for the city. */
export const Sources = graphql(`
  query Sources($period: String!, $since: DateTime!, $lang: Language!) {
    departments {
      code
      name(lang: $lang)
      indicators {
        code number name(lang: $lang) unit(lang: $lang) decimals
        series { breakdowns { code items { code name(lang: $lang) } } }
      }
      source {
        owner
        name(lang: $lang)
        kind
        sample
        state
        lastGood
        lastAnswer
        lastError { code message(lang: $lang) }
        openSince
        budgetLeft
        maxAge
        quarantined
        quarantine(first: 20) {
          number reason(lang: $lang) period receivedAt item indicator { code name(lang: $lang) } area { id name(lang: $lang) }
        }
        reported(period: $period) {
          period due on late
          areas { area { id name(lang: $lang) } on late }
        }
        quality(period: $period) { expected reported completeness daysLate }
        changes(since: $since, first: 500, areas: ["CITY-01"]) {
          position at indicator item period before { value status } after { value status }
        }
      }
    }
  }
`);
