import { SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('runledger/db')

/** Runs a named query or write in its own span, so that a slow page says which of its questions was slow. */
export function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work()
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
