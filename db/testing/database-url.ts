import { Client } from 'pg'

/** The same server, another database. */
export function databaseUrl(url: string, name: string): { url: string; name: string } {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return { url: changed.toString(), name }
}

/** Drops the template of a run and every copy of it that a failed test left behind. */
export async function forgetDatabases(serverUrl: string, template: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const left = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [template],
    )
    for (const { datname } of left.rows)
      await client.query(`drop database if exists "${datname}" with (force)`)
  } finally {
    await client.end()
  }
}
