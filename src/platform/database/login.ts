import pg from 'pg';

/** The login the application uses on a database of ours. An outside database brings its own, granted the same two roles. */
const LOGIN = 'amends_login';

/**
 * Makes the application's login, or gives it its present password, and answers the address with it. It may take the roles amends_app and
 * amends_worker and nothing else: not even a statement of an attacker's gets from there to the owner's rights.
 */
export async function ensureLogin(ownerUrl: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [LOGIN]);
    const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${LOGIN} LOGIN NOINHERIT PASSWORD ${client.escapeLiteral(password)}`);
    await client.query(`GRANT amends_app, amends_worker TO ${LOGIN}`);
  } finally {
    await client.end();
  }
  const url = new URL(ownerUrl);
  url.username = LOGIN;
  url.password = password;
  return url.href;
}
