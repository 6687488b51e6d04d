import pg from 'pg';
import { makeLogger } from '../../subgraphs/core/log.js';
import { startPostgres } from '../../subgraphs/core/postgres/server.js';

// A program that holds a database, for the tests that end it: `holder FOLDER [leave]`. It writes a line of JSON when the
// database stands. On SIGINT it asks the database once more, closes it and writes "answered"; with `leave` it exits
// without closing.
const [folder = '', how] = process.argv.slice(2);
const server = await startPostgres({ dataDir: folder, log: makeLogger('silent'), durable: true });
process.once('SIGINT', async () => {
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query('select pg_sleep(0.1)');
  await client.end();
  await server.close();
  process.stdout.write('answered\n', () => process.exit(0));
});
process.stdout.write(`${JSON.stringify({ pid: server.pid })}\n`, () => {
  if (how === 'leave') process.exit(0);
});
setInterval(() => {}, 1000);
