import assert from 'node:assert/strict'
import { seqOf } from './streams-api'

type Entry = { seq: number; told: unknown }
type AnyValue = {
  stringValue?: string
  boolValue?: boolean
  intValue?: string
  doubleValue?: number
  arrayValue?: { values?: AnyValue[] }
  kvlistValue?: { values?: KeyValue[] }
}
type KeyValue = { key: string; value?: AnyValue }
type LogRecord = {
  timeUnixNano: string
  severityNumber: number
  severityText: string
  eventName: string
  body: AnyValue
  attributes: KeyValue[]
}

/** The entries that a receiver has got, in the order that it got them: each is that of the export, and none is left out up to the last. */
export function assertEntries(received: Entry[], exported: Map<number, unknown>, last: number): void {
  let highest = 0
  for (const { seq, told } of received) {
    // Again is allowed after an interruption, out of order or with a gap is not.
    assert.ok(seq <= highest + 1, `entry ${seq} came after ${highest}`)
    highest = Math.max(highest, seq)
    if (exported.has(seq)) assert.deepEqual(told, exported.get(seq), `entry ${seq}`)
  }
  assert.ok(highest >= last, `${highest} of ${last} entries came`)
}

/** Lines of Runledger’s own shape say the organization first, which a file of one organization does not. */
export const ofOrganization = (orgId: string, exported: Map<number, unknown>): Map<number, unknown> =>
  new Map([...exported].map(([seq, entry]) => [seq, { organization: orgId, ...(entry as object) }]))

/** What a line of JSON tells; tests have no number. */
export const entriesOf = (lines: readonly string[]): Entry[] =>
  lines
    .map(parsed)
    .map((told) => ({ seq: seqOf(told), told }))
    .filter(({ seq }) => seq > 0)

function parsed(line: string) {
  try {
    return JSON.parse(line)
  } catch (error) {
    assert.fail(`no JSON (${String(error)}): ${line.slice(0, 300)}`)
  }
}

/** What rsyslog made of messages; what it took from their heads has to be what the text says. */
export function syslogEntries(lines: readonly string[]): Entry[] {
  return lines.flatMap((line) => {
    const [facility, severity, at, host, app, process, id, data, ...rest] = line.split('\t')
    const [entry] = entriesOf([rest.join('\t')])
    if (entry === undefined) return []
    const said = saidBy(entry.told)
    assert.deepEqual(
      { facility, severity, host, app, process, id, data },
      {
        ...{ facility: '13', severity: said.isDenied ? '4' : '6', host: 'localhost', app: 'runledger' },
        ...{ process: '-', id: said.action.slice(0, 32), data: `[meta sequenceId="${entry.seq}"]` },
      },
    )
    assert.equal(new Date(at ?? '').toISOString(), new Date(said.at).toISOString())
    return [entry]
  })
}

/** The action, time and outcome of an entry in Runledger’s own shape or ECS. */
function saidBy(told: unknown): { action: string; at: string; isDenied: boolean } {
  const {
    action,
    at,
    outcome,
    event,
    '@timestamp': time,
  } = told as Record<string, string> & {
    event?: { action: string; outcome: string; type?: string[] }
  }
  return {
    action: action ?? event?.action ?? '',
    at: at ?? time ?? '',
    isDenied: (outcome ?? event?.outcome) === 'denied' || event?.type?.includes('denied') === true,
  }
}

/** What the Collector’s file has of logs: the body, whose attributes and severity say the same. */
export function logEntries(lines: readonly string[], orgId: string): Entry[] {
  return lines.flatMap((line) => {
    const { resourceLogs } = JSON.parse(line) as {
      resourceLogs: {
        resource: { attributes: KeyValue[] }
        scopeLogs: { scope: { name: string }; logRecords: LogRecord[] }[]
      }[]
    }
    return resourceLogs.flatMap(({ resource, scopeLogs }) => {
      assert.deepEqual(objectOf(resource.attributes), {
        'service.name': 'runledger',
        'runledger.organization.id': orgId,
      })
      return scopeLogs.flatMap(({ scope, logRecords }) => {
        assert.equal(scope.name, 'runledger.audit')
        return logRecords.map(recordEntry).filter(({ seq }) => seq > 0)
      })
    })
  })
}

function recordEntry(record: LogRecord): Entry {
  const told = toldBy(record.body) as Record<string, string> & { seq: number }
  const { seq, at, action, outcome } = told
  const isDenied = outcome === 'denied'
  assert.deepEqual(
    { ...record, body: null, attributes: objectOf(record.attributes), observedTimeUnixNano: null },
    {
      timeUnixNano: `${BigInt(Date.parse(at ?? '')) * 1_000_000n}`,
      observedTimeUnixNano: null,
      severityNumber: isDenied ? 13 : 9,
      severityText: isDenied ? 'WARN' : 'INFO',
      eventName: `runledger.audit.${action}`,
      body: null,
      attributes: {
        'runledger.audit.seq': seq,
        'runledger.audit.action': action,
        'runledger.audit.outcome': outcome,
        'runledger.audit.hash': told.hash,
        'user.id': told.on_behalf_of_id ?? told.actor_id,
      },
    },
  )
  return { seq, told }
}

const objectOf = (pairs: readonly KeyValue[]): Record<string, unknown> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, toldBy(value ?? {})]))

function toldBy(value: AnyValue): unknown {
  if (value.stringValue !== undefined) return value.stringValue
  if (value.boolValue !== undefined) return value.boolValue
  if (value.intValue !== undefined) return Number(value.intValue)
  if (value.doubleValue !== undefined) return value.doubleValue
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(toldBy)
  if (value.kvlistValue !== undefined) return objectOf(value.kvlistValue.values ?? [])
  return null
}
