import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Which half of the specs this is, each of which has a product of its own; without one, all of them share the first. */
export const LANE = process.env.E2E_LANE === 'people' ? 'people' : 'tools'

/** Ports of their own, so that the tests run beside an installation in use, and beside the other lane. */
export const PORTS =
  LANE === 'people'
    ? { console: 3920, otlpHttp: 4928, otlpGrpc: 4927 }
    : { console: 3910, otlpHttp: 4918, otlpGrpc: 4917 }

export const CONSOLE_URL = `http://localhost:${PORTS.console}`
export const OTLP_URL = `http://localhost:${PORTS.otlpHttp}`

export const DATA_DIR = join(tmpdir(), LANE === 'people' ? 'runledger-e2e-people' : 'runledger-e2e')
export const SESSION_FILE = join(DATA_DIR, 'session.json')
const FACTS_FILE = join(DATA_DIR, 'facts.json')

/** What the first day leaves behind for the specs after it. */
export type Facts = { setUpLink: string; token?: string; sourcePath?: string }

export const OWNER = {
  name: 'Ada Owner',
  email: 'ada@example.com',
  password: 'correct horse battery',
} as const

/** Reads what is known so far. */
export const facts = (): Facts => JSON.parse(readFileSync(FACTS_FILE, 'utf8')) as Facts

/** Adds to what is known. */
export function remember(more: Partial<Facts>, known: Partial<Facts> = facts()): void {
  writeFileSync(FACTS_FILE, JSON.stringify({ ...known, ...more }))
}
