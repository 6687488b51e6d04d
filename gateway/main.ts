import { runCommand, startUntilSignal } from '../subgraphs/core/command.js';
import { levelOf, makeLogger } from '../subgraphs/core/log.js';
import { startGraph } from './graph.js';
import { greeting } from './greeting.js';

async function main(): Promise<void> {
  const log = makeLogger(levelOf(process.env.LOG_LEVEL));
  // Graphs have to keep serving: a promise that nobody waited for is a fault of ours to be seen, not a reason to end.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  const graph = await startUntilSignal(
    (ended) => startGraph(process.env, { log, now: () => new Date(), ended }),
    (error) => log.error({ err: error }, 'closing failed'),
    { reload: (running) => running.reload() },
  );
  process.stdout.write(greeting(graph));
  void graph.warm();
}

await runCommand(main);
