import { answered } from '@/db/answered'
import { listenLive } from '@/db/listen'
import { teamsOfChanged } from '@/db/queries/teams-of-changed'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { ANYTHING, type LiveChange } from '@/lib/model/live-change'
import { type Scope, teamsFor } from '@/lib/model/scope'

export const dynamic = 'force-dynamic'

const HEARTBEAT_MS = 15_000
/** Then the browser connects again, and whether it still may is asked again. */
const LENGTH_MS = 10 * 60_000
const encoder = new TextEncoder()

/**
 * Server-sent events: ids of what changed and the viewer may see. A browser that comes back (it sends the id of the last
 * event it saw) is told at once that anything may have happened, so nothing is missed in between.
 */
export const GET = route(async (request: Request): Promise<Response> => {
  const scope = await requireApiViewer()
  const hasMissed = request.headers.has('last-event-id')
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => tell(scope, hasMissed, controller, request.signal),
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
})

function tell(
  scope: Scope,
  hasMissed: boolean,
  controller: ReadableStreamDefaultController<Uint8Array>,
  signal: AbortSignal,
): void {
  const send = (text: string) => {
    if (!signal.aborted) controller.enqueue(encoder.encode(text))
  }
  const sendChange = (change: LiveChange) =>
    send(`id: ${Date.now()}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)

  const stop = listenLive((orgId, change) => {
    if (orgId !== null && orgId !== scope.orgId) return
    readablePart(scope, change).then((part) => {
      if (part) sendChange(part)
    }, stopWith)
  })
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS)
  const length = setTimeout(close, LENGTH_MS)
  signal.addEventListener('abort', close)
  function end(): void {
    clearInterval(heartbeat)
    clearTimeout(length)
    stop()
    signal.removeEventListener('abort', close)
  }
  function close(): void {
    end()
    controller.close()
  }
  function stopWith(error: unknown): void {
    end()
    controller.error(error)
  }
  // The id makes the browser send one when it comes back, even if nothing was told to it yet.
  send(`retry: 3000\nid: ${Date.now()}\nevent: hello\ndata: {}\n\n`)
  if (hasMissed) sendChange(ANYTHING)
}

/** The ids that the viewer may see; null when there is nothing for them. */
async function readablePart(scope: Scope, change: LiveChange): Promise<LiveChange | null> {
  const [ofExecutions, ofSources] = [teamsFor(scope, 'execution.read'), teamsFor(scope, 'source.read')]
  if (ofExecutions === null && ofSources === null) return change
  const asked = await answered(() => teamsOfChanged(scope.orgId, change))
  // Not knowing whose it is, we name nothing.
  if (!asked.known) return ANYTHING
  const isIn = (teams: string[] | null) => (id: string) => {
    const team = asked.value.get(id)
    return team !== undefined && (teams === null || teams.includes(team))
  }
  const executions = change.executions.filter(isIn(ofExecutions))
  const sources = change.sources.filter(isIn(ofSources))
  const changes = change.changes.filter(isIn(ofExecutions))
  const isEmpty = [executions, sources, changes].every(({ length }) => length === 0) && !change.isPartial
  return isEmpty ? null : { executions, sources, changes, isPartial: change.isPartial }
}
