import type { GraphClient } from '../../../subgraphs/core/graph-client.js';
import { openJournalDatabase } from '../../../subgraphs/core/journal/database.js';
import { makeLogger } from '../../../subgraphs/core/log.js';
import { DEPARTMENTS_AT_WORK } from '../../../subgraphs/departments.js';
import { startOptions } from '../../../subgraphs/owner-journal.js';
import { readSubgraphSettings } from '../../../subgraphs/settings.js';
import { type RunningSubgraph, startAnalysis, startOwner } from '../../../subgraphs/start.js';
import { TODAY } from '../program.js';

export const log = makeLogger('error');
export const now = () => TODAY;

/** Where the journals and the sandboxes of all servers of one run are. */
export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string;
}

/** The graph as its own subgraphs ask it: known to them before it is there. */
export class LateGraph implements GraphClient {
  graph: GraphClient | null = null;

  ask: GraphClient['ask'] = (...question) =>
    this.graph?.ask(...question) ?? Promise.reject(new Error('The graph is not there yet.'));
}

/** All subgraphs of the graph on the sample, their journals in memory, on a day that does not pass. */
export async function startSubgraphs({ dataDir, databaseUrl }: Place, graph: GraphClient): Promise<RunningSubgraph[]> {
  const settings = readSubgraphSettings({ DATA_DIR: dataDir, BACKGROUND_REFRESH: 'off' }, DEPARTMENTS_AT_WORK);
  const database = await openJournalDatabase({ url: databaseUrl, dataDir, log });
  const options = startOptions(settings, { database, log, now });
  const owners = DEPARTMENTS_AT_WORK.map((department) => startOwner(department, { from: 'sample' }, options));
  return [...(await Promise.all(owners)), startAnalysis({ now, graph })];
}
