import { nativeKey, urlKey } from '@/lib/executions/execution-key'
import type { told } from '@/lib/ingest/events/decoded-event'
import { contextKeys } from '@/lib/ingest/events/handed-context'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { GITHUB_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { ToldIdentity } from '@/lib/model/event'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'

/** A webhook on its way to being understood. */
export type GithubEvent = {
  kind: string
  of: JsonReader
  named: Parameters<typeof told>[0]
  receivedAt: UnixNano
}

/**
 * Which execution a run is. A re-run keeps the id and is another attempt.
 */
export function runIdentity(of: {
  repository: string | undefined
  workflow: string | undefined
  runId: string | undefined
  attempt: number | undefined
}): ToldIdentity | null {
  const { repository, workflow, runId, attempt } = of
  if (repository === undefined || workflow === undefined || runId === undefined) return null
  return toldIdentity(repository, workflow, runId, attempt)
}

/** The conclusion once there is one, else how far it is; a word that nobody knows is kept as unknown. */
export function stateOf(of: JsonReader, at: UnixNano): StateObservation | null {
  const status = of.at('status').text()
  const word = (status === 'completed' ? of.at('conclusion').text() : undefined) ?? status
  return word === undefined ? null : observe(GITHUB_WORDS, word, at, PRECEDENCE.word)
}

/** Names that others may call a run by: its page with and without the attempt, its id, the trace that the Collector makes of it. */
export function runKeys(of: ToldIdentity, page: string | undefined): string[] {
  const run = page?.replace(/\/attempts\/\d+\/?$/, '')
  const pages = run === undefined ? [] : [urlKey(run), urlKey(`${run}/attempts/${of.attempt}`)]
  return [
    ...pages.flatMap((key) => key ?? []),
    nativeKey('github', of.namespace, of.nativeId),
    nativeKey('github', of.namespace, of.nativeId, of.attempt),
    // The Collector's GitHub receiver and run-with-telemetry make the trace's id in this way.
    ...contextKeys(`${of.nativeId}${of.attempt}t`),
  ]
}
