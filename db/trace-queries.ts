import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Pool } from 'pg'

const tracer = trace.getTracer('runledger/db')

/**
 * Makes every query of the pool a span of the request or job that asks. Without one around it nothing is traced: looking up
 * the token of our own telemetry must not make telemetry.
 */
export function traceQueries(pool: Pool): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown
  const traced = (...args: unknown[]): unknown => {
    const answer = trace.getActiveSpan() === undefined ? undefined : tracedQuery(query, args)
    return answer ?? query(...args)
  }
  // `query` has a dozen overloads; all of them are passed through as they came.
  pool.query = traced as typeof pool.query
}

/** Undefined for the callback form, which nobody of ours uses. */
function tracedQuery(query: (...args: unknown[]) => unknown, args: unknown[]): unknown {
  if (typeof args.at(-1) === 'function') return undefined
  const text = textOf(args[0])
  const summary = summaryOf(text)
  const attributes = {
    'db.system.name': 'postgresql',
    'db.query.summary': summary,
    'db.query.text': text.slice(0, 2_000),
  }
  return tracer.startActiveSpan(summary, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await query(...args)
    } catch (error) {
      span.setStatus({
        code: SpanStatusCode.ERROR,
        message: error instanceof Error ? error.message : 'failed',
      })
      throw error
    } finally {
      span.end()
    }
  })
}

const textOf = (query: unknown): string => {
  if (typeof query === 'string') return query
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : ''
}

/** `select executions`: what is done, to which table first. Never a value, so spans of one query have one name. */
export function summaryOf(text: string): string {
  const verb =
    /\b(select|insert|update|delete|create|drop|alter|begin|commit)\b/i.exec(text)?.[1]?.toLowerCase() ??
    'query'
  const table = /\b(?:from|into|update|table)\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)/i.exec(text)?.[1]
  return table === undefined ? verb : `${verb} ${table}`
}
