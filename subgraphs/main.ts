import { parseArgs } from 'node:util';
import { SUBGRAPHS, type SubgraphName, subgraph, subgraphUrlVariable } from '../schema/subgraphs.js';
import { type Closable, runCommand, startUntilSignal } from './core/command.js';
import { FileWatch } from './core/file-watch.js';
import { graphAt } from './core/graph-client.js';
import { openJournalDatabase } from './core/journal/database.js';
import { type Logger, makeLogger } from './core/log.js';
import { DEPARTMENTS_AT_WORK, departmentNamed } from './departments.js';
import { dataDirOf, startOptions } from './owner-journal.js';
import { Renewal } from './renewal.js';
import { type SubgraphServerOptions, serveSubgraph } from './server.js';
import { onlyOf, readSubgraphSettings, type SubgraphSettings } from './settings.js';
import { type RunningSubgraph, startAnalysis, startOwner } from './start.js';

const NAMES = SUBGRAPHS.map((s) => s.name).join(', ');

const HELP = `Starts one subgraph alone, for a gateway that joins it by URL.

  npm run subgraph -- NAME [--port PORT] [--host HOST]

  NAME    one of ${NAMES}
  --port  port to listen on (the declared one by default: ${SUBGRAPHS.map((s) => `${s.name} ${s.port}`).join(', ')})
  --host  address to listen on, 127.0.0.1 by default; elsewhere SUBGRAPH_SECRET must be set

Without a source set it serves the sample from a sandbox of its own. It prints what to set for the gateway.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' }, host: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const name = SUBGRAPHS.find((s) => s.name === positionals[0])?.name;
  if (!name) throw new Error(`${positionals[0] ?? 'Nothing'} is no subgraph; name one of ${NAMES}. --help says more.`);
  const port = values.port === undefined ? subgraph(name).port : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port; give 0 to 65535.`);
  const read = () => readSubgraphSettings(onlyOf(name, process.env, DEPARTMENTS_AT_WORK), DEPARTMENTS_AT_WORK);
  const settings = read();
  const log = makeLogger(settings.logLevel);
  const listening = { host: values.host ?? '127.0.0.1', port, secret: settings.secret, log };
  const served = await startUntilSignal(
    (ended) => startServed(name, settings, read, listening, ended),
    (error) => log.error({ err: error }, 'closing failed'),
    { reload: (running) => running.reload() },
  );
  process.stdout.write(`${subgraphUrlVariable(name)}=${served.url}\n`);
}

/** The subgraph and the server around it, which end together. */
async function startServed(
  name: SubgraphName,
  settings: SubgraphSettings,
  read: () => SubgraphSettings,
  listening: SubgraphServerOptions,
  ended: AbortSignal,
): Promise<Closable & { readonly url: string; reload(): Promise<void> }> {
  const { log } = listening;
  const watch = new FileWatch(settings.catalogueFiles);
  const running = await start(name, settings, log, ended);
  watch.add(running.renewal?.watched ?? []);
  const renewal = new Renewal({ subgraphs: [running], read, log });
  const reload = async () => void (await renewal.renew());
  try {
    const served = await serveSubgraph(running, listening);
    watch.start(() => void reload());
    const close = async () => {
      watch.close();
      await renewal.settled();
      await served.close();
    };
    return { url: served.url, reload, close: () => close().finally(() => running.close()) };
  } catch (error) {
    await running.close();
    throw error;
  }
}

async function start(
  name: SubgraphName,
  settings: SubgraphSettings,
  log: Logger,
  ended: AbortSignal,
): Promise<RunningSubgraph> {
  const now = () => new Date();
  if (name === 'analysis') {
    return startAnalysis({ now, graph: settings.graphUrl === null ? null : graphAt(settings.graphUrl) });
  }
  const department = departmentNamed(name);
  const choice = settings.sources[name];
  if (!department || choice.from === 'elsewhere') {
    throw new Error(`${subgraphUrlVariable(name)} is set: ${name} runs elsewhere. Unset it to start it here.`);
  }
  const database = await openJournalDatabase({ url: settings.databaseUrl, dataDir: dataDirOf(settings), log });
  try {
    const running = await startOwner(department, choice, startOptions(settings, { database, log, now, ended }));
    return { ...running, close: () => running.close().finally(() => database.close()) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

await runCommand(main);
