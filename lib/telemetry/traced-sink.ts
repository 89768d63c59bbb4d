import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Sink } from '../ingest/receive/sink'

const tracer = trace.getTracer('runledger/ingest')

/**
 * Traces each request that is written, from the queue to the commit. What Runledger sends itself is not: a span about
 * storing a span would be stored, and so on for ever.
 */
export const tracedSink = (sink: Sink): Sink => ({
  hasRoom: (bytes) => sink.hasRoom(bytes),
  write: (signal, body, source) => {
    if (source.isSelf) return sink.write(signal, body, source)
    const attributes = {
      'runledger.signal': signal,
      'runledger.source.id': source.sourceId,
      'runledger.body.bytes': body.length,
    }
    return tracer.startActiveSpan(
      `receive ${signal}`,
      { kind: SpanKind.SERVER, attributes },
      async (span) => {
        try {
          const outcome = await sink.write(signal, body, source)
          span.setAttributes({
            'runledger.items.accepted': outcome.accepted,
            'runledger.items.rejected': outcome.rejectedCount,
          })
          return outcome
        } catch (error) {
          span.setStatus({
            code: SpanStatusCode.ERROR,
            message: error instanceof Error ? error.message : 'failed',
          })
          throw error
        } finally {
          span.end()
        }
      },
    )
  },
})
