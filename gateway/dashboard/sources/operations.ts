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

/** How each department's system stands, how it reports for a period, and what of its figures is held back. */
export const Sources = graphql(`
  query Sources($period: String!, $lang: Language!) {
    programme { code halfYears }
    departments {
      code
      name(lang: $lang)
      indicators { code number name(lang: $lang) }
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
      }
    }
  }
`);

/** What was recorded lately, from an instant on. */
export const LastChanges = graphql(`
  query LastChanges($since: DateTime!, $after: String, $lang: Language!) {
    changes(since: $since, first: 200, after: $after) {
      cursor
      kind
      at
      period
      item
      indicator { code name(lang: $lang) unit(lang: $lang) decimals owner { code name(lang: $lang) } }
      area { id name(lang: $lang) }
      before { value status state }
      after { value status state }
    }
  }
`);

/** The half-years that can be chosen. */
export const SourcesPeriods = graphql(`
  query SourcesPeriods { programme { code halfYears } }
`);
