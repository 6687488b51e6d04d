import communesOfToday from './communes-of-today.graphql';
import declaredAndComputed from './declared-and-computed.graphql';
import figuresOfAPeriod from './figures-of-a-period.graphql';
import hardTargets from './hard-targets.graphql';
import historyOfTargets from './history-of-targets.graphql';
import judgementsByDistrict from './judgements-by-district.graphql';
import oneRowPerDistrict from './one-row-per-district.graphql';
import quarantine from './quarantine.graphql';
import reportingQuality from './reporting-quality.graphql';
import search from './search.graphql';
import stateOfTheSources from './state-of-the-sources.graphql';
import trendOfAnIndicator from './trend-of-an-indicator.graphql';
import twoGeographies from './two-geographies.graphql';
import vintagesOfAFigure from './vintages-of-a-figure.graphql';
import whatBecameOfCommunes from './what-became-of-communes.graphql';
import whatChanged from './what-changed.graphql';
import whatWeKnew from './what-we-knew.graphql';
import whereItLeads from './where-it-leads.graphql';
import whereItStands from './where-it-stands.graphql';
import whoIsLate from './who-is-late.graphql';
import whoIsResponsible from './who-is-responsible.graphql';
import womenAndMen from './women-and-men.graphql';

/** The texts of the worked questions by name, for the browser: the bundler takes the files in. */
export const SHELF_TEXTS: Readonly<Record<string, string>> = {
  'where-it-stands': whereItStands,
  'figures-of-a-period': figuresOfAPeriod,
  'hard-targets': hardTargets,
  'declared-and-computed': declaredAndComputed,
  'what-we-knew': whatWeKnew,
  'what-changed': whatChanged,
  'trend-of-an-indicator': trendOfAnIndicator,
  'vintages-of-a-figure': vintagesOfAFigure,
  'where-it-leads': whereItLeads,
  'one-row-per-district': oneRowPerDistrict,
  'judgements-by-district': judgementsByDistrict,
  'two-geographies': twoGeographies,
  'communes-of-today': communesOfToday,
  'what-became-of-communes': whatBecameOfCommunes,
  'women-and-men': womenAndMen,
  'history-of-targets': historyOfTargets,
  'who-is-responsible': whoIsResponsible,
  'who-is-late': whoIsLate,
  'reporting-quality': reportingQuality,
  'state-of-the-sources': stateOfTheSources,
  quarantine: quarantine,
  search: search,
};
