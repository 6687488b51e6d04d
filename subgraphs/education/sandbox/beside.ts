import pg from 'pg';

/** The department's database on a server of others. */
const DATABASE = 'education';

/**
 * The address of the department's database beside those of a server, made when it is missing. Theirs is closed to roles
 * that were not let in by name: the department's role has nothing to ask there.
 */
export async function databaseBeside(server: string): Promise<string> {
  const url = new URL(server);
  const client = new pg.Client(server);
  await client.connect();
  try {
    const theirs = pg.escapeIdentifier(decodeURIComponent(url.pathname.slice(1)));
    await client.query(`revoke connect on database ${theirs} from public`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
  url.pathname = `/${DATABASE}`;
  return url.href;
}
