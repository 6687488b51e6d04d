import { useAddress } from '../pages/browser/address.js';
import { Frame } from '../pages/browser/frame.js';
import { IndicatorPage } from './indicator/indicator.js';
import { MapPage } from './map/map.js';
import { NotFound } from './not-found.js';
import { ScoreboardPage } from './scoreboard/scoreboard.js';
import { SourcesPage } from './sources/sources.js';

const INDICATOR = /^\/indicators\/([^/]+)$/;

/** Whether an address is one of the dashboard's pages. */
export function isDashboard(path: string): boolean {
  return ['/', '/map', '/sources'].includes(path) || INDICATOR.test(path);
}

/** The page that the address names. */
export function Dashboard() {
  const { path } = useAddress();
  return <Frame>{pageAt(path)}</Frame>;
}

function pageAt(path: string) {
  const code = INDICATOR.exec(path)?.[1];
  if (code !== undefined) return <IndicatorPage key={code} code={decodeURIComponent(code)} />;
  if (path === '/map') return <MapPage />;
  if (path === '/sources') return <SourcesPage />;
  return path === '/' ? <ScoreboardPage /> : <NotFound path={path} />;
}
