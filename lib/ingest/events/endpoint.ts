/** Where a request for events leads. */
export type EventEndpoint =
  | { name: 'lineage'; isBatch: boolean }
  | { name: 'upload'; what: string }
  | { name: 'cloudevents'; token: string | null }
  | { name: 'alertmanager'; token: string | null }
  | { name: 'hook'; sourceId: string; token: string | null }

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const HOOK = new RegExp(`/api/hooks/(${UUID})(?:/([^/]+))?$`, 'i')

/**
 * The endpoint of an address, whatever base path stands before it; null where it is none of ours. `access_token` and
 * `token` of the query count as the token of a hook, of CloudEvents (http-webhook.md §3) and of Alertmanager: some tools can
 * set nothing but the address.
 */
export function eventEndpointOf(url: string): EventEndpoint | null {
  const [whole = '', query = ''] = url.split('?', 2)
  const path = whole.replace(/\/+$/, '')
  if (path.endsWith('/api/v1/lineage/batch')) return { name: 'lineage', isBatch: true }
  if (path.endsWith('/api/v1/lineage')) return { name: 'lineage', isBatch: false }
  if (/\/api\/v1\/(cloudevents|cdevents)$/.test(path))
    return { name: 'cloudevents', token: tokenOfQuery(query) }
  if (path.endsWith('/api/v1/alertmanager')) return { name: 'alertmanager', token: tokenOfQuery(query) }
  const upload = /\/api\/v1\/uploads\/([a-z0-9_-]{1,60})$/.exec(path)?.[1]
  if (upload !== undefined) return { name: 'upload', what: upload }
  const [, sourceId, token] = HOOK.exec(path) ?? []
  if (sourceId === undefined) return null
  return { name: 'hook', sourceId: sourceId.toLowerCase(), token: decoded(token) ?? tokenOfQuery(query) }
}

/** The token that the query of an address holds, for CloudEvents and hooks. */
export function tokenOfQuery(query: string): string | null {
  const parameters = new URLSearchParams(query)
  return parameters.get('access_token') ?? parameters.get('token')
}

function decoded(part: string | undefined): string | null {
  if (part === undefined) return null
  try {
    return decodeURIComponent(part)
  } catch (error) {
    if (error instanceof URIError) return part
    throw error
  }
}
