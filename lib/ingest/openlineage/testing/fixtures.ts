import fs from 'node:fs'
import path from 'node:path'
import type { DecodedEvent } from '@/lib/model/event'
import type { LineageEvent } from '@/lib/model/lineage'
import { decodeLineage } from '../decode'

/** Recorded and written events, which are not part of the project: tests over them are skipped where the folder is missing. */
const FOLDER = path.resolve(process.cwd(), '../shared/fixtures/openlineage')

export const hasFixtures = fs.existsSync(FOLDER)

/** Why tests are skipped, for who wonders. */
export const WITHOUT_FIXTURES = `no ${FOLDER}`

/** One set of events that belong together, in the order in which they were sent. */
export type Scenario = { name: string; events: unknown[] }

/** Scenarios of the official tests, recorded events by folder, and the events that producers are expected to send. */
export function scenarios(): Scenario[] {
  if (!hasFixtures) return []
  return [...compatibility(), ...real(), ...materialized()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function compatibility(): Scenario[] {
  const folder = path.join(FOLDER, 'compat-consumer-scenarios')
  return foldersIn(folder).map((name) => ({
    name: `consumer-${name}`,
    events: jsonFilesIn(path.join(folder, name, 'events')).map(readJson),
  }))
}

function real(): Scenario[] {
  const folder = path.join(FOLDER, 'events-real')
  const byFolder = new Map<string, unknown[]>()
  for (const file of jsonFilesIn(folder)) {
    const event = readJson(file)
    // Beside events there are parts of them and answers of an API.
    if (typeof event !== 'object' || event === null || !('eventTime' in event)) continue
    const name = `real-${path.relative(folder, path.dirname(file)).replaceAll(path.sep, '-')}`
    byFolder.set(name, [...(byFolder.get(name) ?? []), event])
  }
  return [...byFolder].map(([name, events]) => ({ name, events }))
}

function materialized(): Scenario[] {
  const folder = path.join(FOLDER, 'events-materialized')
  return fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => ({
      name: `materialized-${file.slice(0, -'.jsonl'.length)}`,
      events: fs
        .readFileSync(path.join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line): unknown => JSON.parse(line)),
    }))
}

const foldersIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)

const jsonFilesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => path.join(folder, file))

const readJson = (file: string): unknown => JSON.parse(fs.readFileSync(file, 'utf8'))

/** The valid ones among events, as they are decoded. */
export const decodedEventsIn = (events: readonly unknown[]): DecodedEvent[] =>
  decodeLineage({ protocol: 'openlineage', headers: {}, body: events, receivedAt: '0' }).events

/** What they say. */
export const lineageEventsIn = (events: readonly unknown[]): LineageEvent[] =>
  decodedEventsIn(events).flatMap(({ lineage }) => lineage ?? [])
