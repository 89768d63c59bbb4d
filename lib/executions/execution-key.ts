import { createHash } from 'node:crypto'

/**
 * Names by which executions of different tools find each other. A tool that knows such a name of another's execution
 * refers to it; the edge is the meeting of the two in one organization, so neither has to come first.
 */

const MAX_KEY = 512

/** The page of an execution in its tool, however it was written down: scheme, case of the host, slash and fragment do not matter. */
export function urlKey(url: string): string | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null
  const { host, pathname, search } = new URL(url)
  return bounded('url', `${host}${pathname.replace(/\/+$/, '')}${search}`)
}

/** A run of OpenLineage, by its id in lower case. */
export const openLineageKey = (runId: string): string => bounded('openlineage', runId.toLowerCase())

/** A trace of W3C Trace Context, by its 32 hex digits. */
export const traceKey = (traceId: string): string =>
  bounded('trace', traceId.toLowerCase().replaceAll('-', ''))

/** The id that a tool itself gives; `parts` begin with what makes it unique among all installations, where the tool has that. */
export const nativeKey = (tool: string, ...parts: (string | number)[]): string =>
  bounded(tool, parts.map(String).join('/'))

function bounded(kind: string, name: string): string {
  const key = `${kind}:${name}`
  if (key.length <= MAX_KEY) return key
  return `${kind}:sha256:${createHash('sha256').update(name).digest('hex')}`
}
