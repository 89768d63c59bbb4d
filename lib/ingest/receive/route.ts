import type { Signal } from './sink'

/** Where a request path leads, whatever base path stands before it. */
export type Route = Signal | 'profiles' | 'bare' | null

const SUFFIX: readonly (readonly [string, Exclude<Route, null>])[] = [
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
  ['/v1development/profiles', 'profiles'],
]

/** `/otlp/v1/traces/?x` is `traces`; `/` is `bare`: a client that was given an address without a path. */
export function routeOf(url: string): Route {
  const end = url.indexOf('?')
  const path = (end < 0 ? url : url.slice(0, end)).replace(/\/+$/, '')
  if (path === '') return 'bare'
  // The API that reads traces; nobody sends telemetry to it by any base path.
  if (path.startsWith('/api/v1/')) return null
  return SUFFIX.find(([suffix]) => path.endsWith(suffix))?.[1] ?? null
}
