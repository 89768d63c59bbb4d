import { nativeKey } from '@/lib/executions/execution-key'
import { compareNano } from '@/lib/executions/state'
import { told } from '@/lib/ingest/events/decoded-event'
import { contextKeys } from '@/lib/ingest/events/handed-context'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, ExecutionTelling, ToldIdentity } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { appliedChanges, configurationChanges } from './changes'
import { AFTER_SAVED, TERRAFORM_WORDS } from './states'

export type Named = Parameters<typeof told>[0]

const MAX_NOTIFICATIONS = 50

/** A run is its workspace's. Ids of runs are unique everywhere. */
export function runIdentity(of: JsonReader): ToldIdentity | null {
  const [organization, workspace, run] = ['organization_name', 'workspace_name', 'run_id'].map((name) =>
    of.at(name).text(),
  )
  if (organization === undefined || workspace === undefined || run === undefined) return null
  return toldIdentity(organization, workspace, run)
}

/** Names that others may call a run by: `TFC_RUN_ID` is what the run itself knows. */
export const runKeys = (runId: string): string[] => [
  nativeKey('terraform', runId),
  ...contextKeys(`terraform/${runId}`),
]

/** One word about a run; a saved plan that is applied after all goes on. */
export function observeRun(word: string, at: UnixNano): StateObservation {
  const state = observe(TERRAFORM_WORDS, word, at, PRECEDENCE.word)
  return AFTER_SAVED.has(word) ? { ...state, reopens: true } : state
}

/** What changed in a run: null where it does not say in which. */
export function decodeNotification(of: JsonReader, named: Named, receivedAt: UnixNano): DecodedEvent | null {
  const execution = runIdentity(of)
  if (execution === null) return null
  const words = of
    .at('notifications')
    .items()
    .slice(0, MAX_NOTIFICATIONS)
    .flatMap((notification) => {
      const word = notification.at('run_status').text()
      const at = notification.at('run_updated_at').time() ?? of.at('run_created_at').time() ?? receivedAt
      return word === undefined
        ? []
        : [{ state: observeRun(word, at), message: notification.at('message').text() }]
    })
  const times = words.map(({ state }) => state.at).sort(compareNano)
  const begun = words.filter(({ state }) => state.state === 'running').map(({ state }) => state.at)
  const over = words.filter(({ state }) => isTerminal(state.state)).map(({ state }) => state.at)
  const at = times.at(-1) ?? receivedAt
  const approver = of.at('notifications', 0, 'run_updated_by').text()
  const telling: ExecutionTelling = {
    about: 'execution',
    of: execution,
    at,
    states: words.map(({ state }) => state),
    ...inOrder({
      queuedAt: of.at('run_created_at').time(),
      startedAt: begun.sort(compareNano)[0],
      endedAt: over.sort(compareNano).at(-1),
    }),
    errors: words.flatMap(errorOf),
    ...wordsOf(of, execution, of.at('run_url').text()),
  }
  if (approver !== undefined) telling.labels = { ...telling.labels, 'terraform.updated_by': approver }
  return { ...told(named, [telling]), changes: appliedChanges(of, execution, receivedAt) }
}

function errorOf({
  state,
  message,
}: {
  state: StateObservation
  message: string | undefined
}): ErrorObservation[] {
  if (!isBroken(state.state)) return []
  const text = message ?? `The run ended as ${state.word}.`
  return [{ type: null, message: toldMessage(text), at: state.at, spanId: null, rank: 0 }]
}

/** What a run task knows of its run: where its code came from, which no notification says. */
export function decodeRunTask(of: JsonReader, named: Named, receivedAt: UnixNano): DecodedEvent | null {
  const execution = runIdentity(of)
  if (execution === null) return null
  const createdAt = of.at('run_created_at').time()
  const commit = of.at('vcs_commit_url').text()
  const telling: ExecutionTelling = {
    about: 'execution',
    of: execution,
    at: createdAt ?? receivedAt,
    ...inOrder({ queuedAt: createdAt }),
    ...wordsOf(of, execution, of.at('run_app_url').text()),
    commit: /\/([0-9a-f]{7,64})\/?$/i.exec(commit ?? '')?.[1],
    branch: of.at('vcs_branch').text(),
    version: of.at('configuration_version_id').text(),
  }
  if (of.at('is_speculative').boolean() === true) telling.labels = { 'terraform.speculative': 'true' }
  return { ...told(named, [telling]), changes: configurationChanges(telling) }
}

function wordsOf(
  of: JsonReader,
  { nativeId }: ToldIdentity,
  url: string | undefined,
): Partial<ExecutionTelling> {
  const keys = runKeys(nativeId)
  return {
    title: of.at('run_message').text(),
    actor: of.at('run_created_by').text(),
    url,
    keys,
    // The message of a run is free text, and the one place where what started it can name itself.
    references: mentionsIn({ run_message: of.at('run_message').text() }, 'run', keys),
  }
}
