import { contentKey, kept } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ConformanceNote, DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'

/** Raised whenever the same alert tells something else than before. */
export const ALERTMANAGER_PARSER = 1

/** Labels that say which flow or service an alert is about, the most exact first. */
const SUBJECT_LABELS = [
  'flow',
  'runledger_flow',
  'dag_id',
  'pipeline',
  'workflow',
  'cicd_pipeline_name',
  'service',
  'service_name',
  'app',
  'deployment',
  'cronjob',
  'job_name',
  'job',
]

/** Alertmanager's webhook, version 4: each alert of the group is an event, kept on the flow or service that its labels name. */
export function decodeAlertmanager({ body }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  const alerts = of.at('alerts').items()
  if (alerts.length === 0) {
    const message = 'Not a webhook of Alertmanager: its body has a list of alerts.'
    return { events: [], rejected: [{ path: 'alerts', reason: 'not_an_event', message, item: of.value }] }
  }
  const group = Object.fromEntries(of.entries().map(([name, part]) => [name, part.value]))
  const notes = notesOn(of)
  const read: DecodedRequest = { events: [], rejected: [] }
  for (const alert of alerts) {
    if (alert.isObject) read.events.push(decodeAlert(of, alert, { ...group, alerts: [alert.value] }, notes))
    else {
      const message = 'An alert is a JSON object.'
      read.rejected.push({ path: alert.path, reason: 'not_an_event', message, item: alert.value })
    }
  }
  return read
}

function decodeAlert(
  of: JsonReader,
  alert: JsonReader,
  body: unknown,
  notes: ConformanceNote[],
): DecodedEvent {
  const status = alert.at('status').text() ?? of.at('status').text() ?? 'firing'
  const [startsAt, endsAt] = [alert.at('startsAt'), alert.at('endsAt')]
  // An alert is said again every few hours for as long as it lasts: that is the same event.
  const identity = [
    of.at('groupKey').value ?? null,
    alert.at('fingerprint').value ?? alert.at('labels').value ?? null,
    startsAt.value ?? null,
    status,
  ]
  const named = {
    key: contentKey(identity),
    type: `alert.${status}`,
    at: (status === 'resolved' ? endsAt.time() : undefined) ?? startsAt.time() ?? null,
    subject: subjectOf(alert),
    body,
  }
  return { ...kept(named, 'An alert of Prometheus: kept beside what it is about.'), notes }
}

/** `orders_etl · RunFailed · orders_etl failed` */
function subjectOf(alert: JsonReader): string | null {
  const labels = alert.at('labels')
  const about = SUBJECT_LABELS.map((name) => labels.at(name).text()).find((name) => name !== undefined)
  const annotations = alert.at('annotations')
  const words = [
    about,
    labels.at('alertname').text(),
    annotations.at('summary').text() ?? annotations.at('description').text(),
  ]
  return words.filter((word) => word !== undefined).join(' · ') || null
}

function notesOn(of: JsonReader): ConformanceNote[] {
  const version = of.at('version').text()
  const truncated = of.at('truncatedAlerts').count() ?? 0
  return [
    ...(version === '4' ? [] : [{ path: 'version', message: 'Only version 4 of this format is known.' }]),
    ...(truncated === 0
      ? []
      : [{ path: 'truncatedAlerts', message: `${truncated} more alerts of the group were left out.` }]),
  ]
}
