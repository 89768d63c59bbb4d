import { told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import type { DecodedEvent, ExecutionReference, ExecutionTelling } from '@/lib/model/event'
import { isBroken, isTerminal } from '@/lib/model/state'
import { type AzureEvent, buildKey, runIdentity, runKeys } from './azure-event'
import { stateOf } from './states'

/** A build that ended, of resource version 1.0 or 2.0: null where it does not say which. */
export function decodeBuild({ of, named, at }: AzureEvent): DecodedEvent | null {
  const build = of.at('resource')
  const id = build.at('id').text()
  const execution = runIdentity(of, id, build.at('definition'))
  if (execution === null || id === undefined) return null
  const page = build.at('_links', 'web', 'href').text()
  const keys = runKeys(of, id, page)
  const telling: ExecutionTelling = {
    about: 'execution',
    of: execution,
    at,
    ...progressOf(build, at, of.at('message', 'text').text()),
    title: build.at('buildNumber').text(),
    trigger: build.at('reason').text(),
    actor:
      build.at('requestedFor', 'displayName').text() ??
      build.at('requests', 0, 'requestedFor', 'displayName').text(),
    ...sourceOf(build),
    url: page,
    keys,
    references: [
      ...triggerOf(of, build.at('triggeredByBuild')),
      ...mentionsIn(
        {
          parameters: jsonBody(build.at('parameters').value),
          templateParameters: build.at('templateParameters').value,
        },
        'build',
        keys,
      ),
    ],
  }
  return told(named, [telling])
}

function progressOf(
  build: JsonReader,
  at: AzureEvent['at'],
  message: string | undefined,
): Partial<ExecutionTelling> {
  const state = stateOf(build, at)
  const isOver = state !== null && isTerminal(state.state)
  const times = inOrder({
    queuedAt: build.at('queueTime').time(),
    startedAt: build.at('startTime').time(),
    endedAt: isOver ? (build.at('finishTime').time() ?? at) : undefined,
  })
  if (state === null) return times
  const hasFailed = isBroken(state.state) && message !== undefined
  return {
    states: [state],
    ...times,
    ...(hasFailed
      ? { errors: [{ type: null, message: toldMessage(message), at, spanId: null, rank: 0 }] }
      : {}),
  }
}

/** `LG:refs/heads/main:<commit>` of 1.0, or the two by themselves. */
function sourceOf(build: JsonReader): { commit?: string; branch?: string } {
  const [, ref, sha] = /^[A-Z]+:(.+):([0-9a-f]{7,64})$/i.exec(build.at('sourceGetVersion').text() ?? '') ?? []
  const commit = build.at('sourceVersion').text() ?? sha
  const branch = (build.at('sourceBranch').text() ?? ref)?.replace(/^refs\/heads\//, '')
  return { ...(commit === undefined ? {} : { commit }), ...(branch === undefined ? {} : { branch }) }
}

function triggerOf(of: JsonReader, trigger: JsonReader): ExecutionReference[] {
  const id = trigger.at('id').text()
  if (id === undefined) return []
  const evidence = `triggeredByBuild ${id}`
  return [{ kind: 'triggered_by', key: buildKey(of, id), confidence: 'certain', evidence }]
}
