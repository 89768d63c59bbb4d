import { encodeJsonRequest } from '../../otlp/json-request'
import type { Form } from '../negotiate'
import type { Signal } from '../sink'

const TRACE_ID = '5B8EFFF798038103D269B633813FC60C'
const SPAN_ID = 'EEE19B7EC3C1B174'
const AT = '1544712660000000000'

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 't' } }] }
const scope = { name: 's' }

/** One item of each signal, of the day that the Collector's test data are of. */
const VALID: Record<Signal, object> = {
  traces: {
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            scope,
            spans: [
              {
                traceId: TRACE_ID,
                spanId: SPAN_ID,
                name: 'n',
                kind: 2,
                startTimeUnixNano: AT,
                endTimeUnixNano: '1544712661000000000',
              },
            ],
          },
        ],
      },
    ],
  },
  logs: {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            scope,
            logRecords: [
              { timeUnixNano: AT, severityNumber: 9, body: { stringValue: 'hello' }, traceId: TRACE_ID },
            ],
          },
        ],
      },
    ],
  },
  metrics: {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            scope,
            metrics: [{ name: 'm', gauge: { dataPoints: [{ timeUnixNano: AT, asInt: '1' }] } }],
          },
        ],
      },
    ],
  },
}

export function validRequest(signal: Signal, form: Form): Buffer {
  const text = JSON.stringify(VALID[signal])
  return form === 'json' ? Buffer.from(text) : encodeJsonRequest(signal, text)
}

export function signalOfPath(path: string): Signal {
  const name = path.slice('/v1/'.length)
  return name === 'logs' || name === 'metrics' ? name : 'traces'
}
