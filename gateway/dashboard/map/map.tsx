import '../chart/chart.css';
import './map.css';
import type { ResultOf } from 'gql.tada';
import { useAddress } from '../../pages/browser/address.js';
import { period as periodText } from '../../pages/browser/format.js';
import { useLanguage } from '../../pages/browser/language.js';
import { useTitle } from '../../pages/browser/title.js';
import { useQuestion } from '../../pages/browser/use-question.js';
import { Choice } from '../chart/choice.js';
import { type AreaGround, boundariesOf, levelAt } from '../chart/grounds.js';
import { Awaited, Notices } from '../chart/notices.js';
import { areaPeriodOf } from '../chart/periods.js';
import { type Halves, useHalves } from '../chart/use-halves.js';
import { KeptTag } from '../kept-tag.js';
import { UnknownPeriod } from '../unknown-period.js';
import { useWhole } from '../use-kept.js';
import { Waiting } from '../waiting.js';
import { AreaTable } from './area-table.js';
import { type Found, useBoundaries } from './boundaries.js';
import { Controls } from './controls.js';
import { type AskedFor, Details } from './details.js';
import { Footing } from './footing.js';
import { Legend } from './legend.js';
import { MapFigures, MapIndicators } from './operations.js';
import { pictureOf } from './picture.js';
import { Shapes } from './shapes.js';
import { Tiles } from './tiles.js';
import type { MapIndicator, Picture } from './types.js';
import { MAP_WORDS as WORDS } from './words.js';

const LEVELS: readonly AreaGround[] = ['DISTRICT', 'COMMUNE'];

/** The figures of areas on a map of tiles, or on one of their true boundaries where the deployment has them. */
export function MapPage() {
  const { lang, say } = useLanguage();
  const { halves, asked } = useHalves();
  const choosable = useQuestion(MapIndicators, { lang });
  const { data } = useWhole(choosable, ({ indicators, supporting }) => indicators !== null && supporting !== null);
  if (!halves) return <Waiting title={say(WORDS.title)} asked={asked} />;
  if (!data?.indicators || !data.supporting) return <Waiting title={say(WORDS.title)} asked={choosable} />;
  return <Chosen halves={halves} indicators={data.indicators} supporting={data.supporting} />;
}

type Choosable = ResultOf<typeof MapIndicators>;

export interface ChosenProps {
  readonly halves: Halves;
  readonly indicators: NonNullable<Choosable['indicators']>;
  readonly supporting: NonNullable<Choosable['supporting']>;
}

function Chosen({ halves, indicators, supporting }: ChosenProps) {
  const { lang, say } = useLanguage();
  const { query } = useAddress();
  // The first hard target is what people look at, and unlike the first one of the list it has figures of areas.
  const code = query.get('indicator') ?? (indicators.find(({ hard }) => hard) ?? indicators[0])?.code ?? '';
  const found = [...indicators, ...supporting].find((one) => one.code === code);
  useTitle(found ? `${say(WORDS.title)}: ${found.name}` : say(WORDS.title));
  return (
    <article class="map-page">
      <h1>{say(WORDS.title)}</h1>
      <Controls halves={halves} indicators={indicators} supporting={supporting} code={code} />
      <UnknownPeriod periods={halves.periods} shown={halves.period} />
      {found ? (
        <Asked key={lang} halves={halves} code={code} frequency={found.frequency} />
      ) : (
        <p class="empty">{say(WORDS.unknown)}</p>
      )}
    </article>
  );
}

interface AskedProps {
  readonly halves: Halves;
  readonly code: string;
  readonly frequency: string;
}

function Asked({ halves, code, frequency }: AskedProps) {
  const { lang, say } = useLanguage();
  const { query } = useAddress();
  const { divide } = halves;
  const period = areaPeriodOf(halves.period, frequency);
  const chosen = LEVELS.find((one) => one === query.get('level'));
  const level = chosen ?? levelAt(period, divide);
  const boundaries = chosen ? boundariesOf(chosen, divide) : 'AS_REPORTED';
  const asked: AskedFor = { code, level, boundaries, period, lang };
  const question = useQuestion(MapFigures, asked, isTroubled);
  const { data, keptFrom } = useWhole(question, ({ indicator }) => Boolean(indicator?.series?.observations));
  const indicator = data?.indicator;
  return (
    <div aria-busy={question.loading}>
      <Notices asked={question} />
      {!indicator && question.loading && <Awaited height="28rem" />}
      {indicator && <Shown indicator={indicator} asked={asked} keptFrom={keptFrom} />}
      {indicator && !indicator.series?.observations && <p class="empty">{say(WORDS.silent)}</p>}
    </div>
  );
}

/** Whether figures are missing because somebody is silent, or are old: to be asked for again soon. */
function isTroubled({ indicator }: ResultOf<typeof MapFigures>): boolean {
  return indicator?.series?.observations?.some(({ stale }) => stale) ?? true;
}

type View = 'shapes' | 'tiles' | 'table';

interface ShownProps {
  readonly indicator: MapIndicator;
  readonly asked: AskedFor;
  readonly keptFrom: Date | null;
}

function Shown({ indicator, asked, keptFrom }: ShownProps) {
  const { language, say } = useLanguage();
  const { query, go } = useAddress();
  const figures = indicator.series?.observations;
  // While another map is awaited the figures are still those of the last one, and have to be called so.
  const first = figures?.[0];
  const period = first?.period ?? asked.period;
  const found = useBoundaries(first?.area.level === 'DISTRICT' ? 'DISTRICT' : 'COMMUNE');
  if (!figures) return null;
  if (found.kind === 'WAITING') return <Awaited height="28rem" />;
  const views: readonly View[] = found.kind === 'READY' ? ['shapes', 'tiles', 'table'] : ['tiles', 'table'];
  const view = views.find((one) => one === query.get('view')) ?? views[0] ?? 'tiles';
  const picture = pictureOf(
    figures,
    indicator.decimals,
    query.get('classes') === 'EQUAL_STEPS' ? 'EQUAL_STEPS' : 'QUANTILES',
  );
  const reason = figures.length === 0 ? say(WORDS.noAreas) : emptyReason(picture);
  return (
    <>
      <header class="card-heading">
        <h2>
          {indicator.name} <span class="soft">{periodText(period, language)}</span> <KeptTag from={keptFrom} />
        </h2>
        <Choice
          label={say(WORDS.view)}
          value={view}
          onChange={(value) => go({ query: { view: value === views[0] ? null : value } }, { replace: true })}
          options={views.map((value) => ({ value, name: say(WORDS[value]) }))}
        />
      </header>
      {found.kind === 'FAILED' && <p class="notice">{say(WORDS.noShapes)}</p>}
      {reason === null ? (
        <Layout indicator={indicator} asked={asked} picture={picture} view={view} found={found} />
      ) : (
        <p class="empty">
          {say(WORDS.none)}: {reason}
        </p>
      )}
      <Footing indicator={indicator} asked={asked} isDrawn={reason === null && view !== 'table'} />
    </>
  );
}

interface LayoutProps {
  readonly indicator: MapIndicator;
  readonly asked: AskedFor;
  readonly picture: Picture;
  readonly view: View;
  readonly found: Found;
}

/** The map or its table, with the legend and what is chosen beside it. */
function Layout({ indicator, asked, picture, view, found }: LayoutProps) {
  const { say } = useLanguage();
  const { query, go } = useAddress();
  const set = (name: string, value: string | null) => go({ query: { [name]: value } }, { replace: true });
  const chosen = picture.drawn.find(({ figure }) => figure.area.id === query.get('area'))?.figure;
  const areas = {
    picture,
    measure: indicator,
    chosen: chosen?.area.id ?? null,
    onChoose: (id: string) => set('area', id),
  };
  return (
    <div class="map-layout">
      <div class="card map-card">
        {view === 'table' && <AreaTable indicator={indicator} picture={picture} />}
        {view === 'tiles' && <Tiles {...areas} />}
        {view === 'shapes' && found.kind === 'READY' && <Shapes {...areas} draw={found.draw} />}
        {view === 'tiles' && <p class="small soft">{say(WORDS.schematic)}</p>}
        {picture.drawn.some(({ figure }) => figure.movedBy) && <p class="small soft">{say(WORDS.moved)}</p>}
      </div>
      <div class="map-side">
        <div class="card">
          <Legend
            picture={picture}
            unit={indicator.unit}
            onMethod={(value) => set('classes', value === 'QUANTILES' ? null : value)}
          />
        </div>
        <section class="card map-details" aria-live="polite">
          {chosen ? (
            <Details indicator={indicator} figure={chosen} asked={asked} />
          ) : (
            <p class="soft">{say(WORDS.pick)}</p>
          )}
        </section>
      </div>
    </div>
  );
}

/** The one reason for which there is nothing to be drawn; null where some area has a figure. */
function emptyReason({ drawn }: Picture): string | null {
  if (drawn.some(({ kind }) => kind === 'CLASS' || kind === 'LOW')) return null;
  return drawn[0]?.figure.reason ?? null;
}
