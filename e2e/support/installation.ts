import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Ports of their own, so that the tests run beside an installation in use. */
export const PORTS = { console: 3910, otlpHttp: 4918, otlpGrpc: 4917 } as const

export const CONSOLE_URL = `http://localhost:${PORTS.console}`
export const OTLP_URL = `http://localhost:${PORTS.otlpHttp}`

export const DATA_DIR = join(tmpdir(), 'runledger-e2e')
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
