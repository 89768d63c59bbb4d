import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const FOLDER = path.join(import.meta.dirname, 'migrations')

/** Tables on one machine only, or copied to all: no column of theirs decides where a row lives. */
const NOT_DISTRIBUTED = new Set([
  'organizations',
  'users',
  'teams',
  'memberships',
  'sources',
  'flows',
  'ingest_tokens',
  'source_connections',
  'sessions',
  'setup_tokens',
  'rate_limits',
  'token_uses',
  'leases',
  'job_runs',
  'saved_views',
  'favourites',
  'invites',
  'read_tokens',
  'ownership_rules',
  'identity_providers',
  'identities',
  'flow_usual',
])
/** By what the rows of the others are spread over machines (docs/architecture.md). */
const DISTRIBUTED_BY: Record<string, string> = {
  change_tellings: 'org_id',
  repositories: 'org_id',
  repository_rules: 'org_id',
  commits: 'org_id',
  commit_definitions: 'org_id',
  repository_files: 'org_id',
  definitions: 'org_id',
  executed_versions: 'org_id',
  executed_turns: 'org_id',
  flow_versions: 'org_id',
  changed_flows: 'org_id',
  changes: 'org_id',
  flow_drift: 'org_id',
  actors: 'org_id',
  actor_merges: 'org_id',
  change_notes: 'org_id',
  audit_entries: 'org_id',
  events: 'id',
  event_bodies: 'event_id',
  event_executions: 'execution_id',
  execution_keys: 'execution_id',
  execution_references: 'execution_id',
  poll_rounds: 'org_id',
  audit_heads: 'org_id',
  audit_tiles: 'org_id',
  audit_checkpoints: 'org_id',
  audit_keys: 'org_id',
  audit_publications: 'org_id',
  audit_streams: 'org_id',
  audit_integrity: 'org_id',
  legal_holds: 'org_id',
  executions: 'id',
  task_runs: 'execution_id',
  log_records: 'trace_id',
  spans: 'trace_id',
  traces: 'trace_id',
  rejections: 'org_id',
  source_counts: 'org_id',
  flow_days: 'org_id',
  execution_counts: 'org_id',
  execution_hours: 'org_id',
  lineage_records: 'org_id',
  lineage_jobs: 'org_id',
  lineage_datasets: 'org_id',
  lineage_facets: 'org_id',
  lineage_aliases: 'org_id',
  lineage_uses: 'org_id',
  lineage_edges: 'org_id',
  resources: 'org_id',
  scopes: 'org_id',
}

const FORBIDDEN: Record<string, RegExp> = {
  'triggers or rules': /\bcreate\s+(or\s+replace\s+)?(trigger|rule)\b/i,
  'stored procedures': /\bcreate\s+(or\s+replace\s+)?(function|procedure)\b/i,
  'serial or identity columns':
    /\b(small|big)?serial\b|\bgenerated\s+(always|by\s+default)\s+as\s+identity\b/i,
  sequences: /\bcreate\s+sequence\b|\bnextval\s*\(/i,
  merge: /\bmerge\s+into\b/i,
  'grouping sets': /\bgrouping\s+sets\b|\brollup\s*\(|\bcube\s*\(/i,
  ctid: /\bctid\b/i,
  'descending indexes': /\bdesc\b|\bnulls\s+(first|last)\b/i,
  'exclusion constraints': /\bexclude\s+using\b/i,
  'time of the server': /\bnow\s*\(|\bcurrent_timestamp\b/i,
}

/** The one trigger there is: it refuses, and does nothing else. Where there is Citus it is not made. */
const GUARD = /\baudit_log_stays\b/

const statements = fs
  .readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .flatMap((file) => fs.readFileSync(path.join(FOLDER, file), 'utf8').split('--> statement-breakpoint'))
  .map((statement) => statement.trim())
  .filter((statement) => !GUARD.test(statement))

type Table = { name: string; body: string }
const tables: Table[] = statements.flatMap((statement) => {
  const [, name, body] = /^create table(?: if not exists)? "(\w+)" \(([\s\S]*)\)/i.exec(statement) ?? []
  return name === undefined || body === undefined ? [] : [{ name, body }]
})

test.for(Object.entries(FORBIDDEN))('no migration has %s', ([, pattern]) => {
  expect(statements.filter((statement) => pattern.test(statement))).toEqual([])
})

test('a statement changes one thing, so that each can be sent to every shard', () => {
  const severals = statements.filter((statement) => {
    const commas = statement.replace(/\([^()]*\)/g, '')
    return /^alter table/i.test(statement) && /,\s*(add|alter|drop|rename|set)\b/i.test(commas)
  })
  expect(severals).toEqual([])
  expect(statements.filter((statement) => /;\s*\S/.test(statement))).toEqual([])
})

describe.for(tables)('table $name', ({ name, body }) => {
  test('belongs to an organization, row by row', () => {
    expect(body).toMatch(/"org_id" uuid NOT NULL/)
  })

  test('has keys that begin with the organization and contain what it is distributed by', () => {
    const keys = [...body.matchAll(/(?:PRIMARY KEY|UNIQUE)\s*\(([^)]*)\)/gi)].map(([, columns]) =>
      (columns ?? '').split(',').map((column) => column.trim().replaceAll('"', '')),
    )
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) {
      expect(key[0]).toBe('org_id')
      if (!NOT_DISTRIBUTED.has(name))
        expect(key).toContain(DISTRIBUTED_BY[name] ?? `unknown distribution of ${name}`)
    }
  })
})

test('unique indexes keep the same rule', () => {
  const unique = statements.filter((statement) => /^create unique index/i.test(statement))
  expect(unique.filter((statement) => !/\(\s*"org_id"/.test(statement))).toEqual([])
})
