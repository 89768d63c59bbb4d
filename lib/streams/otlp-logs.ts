import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'

type AnyValue = Record<string, unknown>
/** Severities of the data model of logs. */
const INFO = { severityNumber: 9, severityText: 'INFO' }
const WARN = { severityNumber: 13, severityText: 'WARN' }
/** What is deeper is said as JSON: collectors refuse what is nested without end. */
const DEPTH_MAX = 12

/** Entries as an export request of OTLP logs in JSON (opentelemetry-proto 1.x): the body of each record is the entry's JSON as values. */
export const otlpLogs = (
  orgId: string,
  entries: readonly { entry: ExportedAuditEntry; line: string }[],
  now: Date,
): string =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: {
          attributes: [text('service.name', 'runledger'), text('runledger.organization.id', orgId)],
        },
        scopeLogs: [
          {
            scope: { name: 'runledger.audit' },
            logRecords: entries.map((each) => logRecord(each, now)),
          },
        ],
      },
    ],
  })

function logRecord({ entry, line }: { entry: ExportedAuditEntry; line: string }, now: Date): AnyValue {
  return {
    timeUnixNano: nanoseconds(entry.at),
    observedTimeUnixNano: nanoseconds(now),
    ...(entry.outcome === 'denied' ? WARN : INFO),
    eventName: `runledger.audit.${entry.action}`,
    body: anyValue(JSON.parse(line), 0),
    attributes: [
      { key: 'runledger.audit.seq', value: { intValue: String(entry.seq) } },
      text('runledger.audit.action', entry.action),
      text('runledger.audit.outcome', entry.outcome),
      text('runledger.audit.hash', entry.hash),
      text('user.id', entry.onBehalfOf?.id ?? entry.actor.id),
    ],
  }
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } })
const nanoseconds = (at: Date): string => `${BigInt(at.getTime()) * 1_000_000n}`

function anyValue(value: unknown, depth: number): AnyValue {
  if (value === null || value === undefined) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  if (depth >= DEPTH_MAX) return { stringValue: JSON.stringify(value) }
  if (Array.isArray(value))
    return { arrayValue: { values: value.map((each: unknown) => anyValue(each, depth + 1)) } }
  const values = Object.entries(value).map(([key, each]) => ({ key, value: anyValue(each, depth + 1) }))
  return { kvlistValue: { values } }
}
