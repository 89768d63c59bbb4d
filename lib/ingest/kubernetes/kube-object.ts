import type { told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { UnixNano } from '@/lib/model/fact'

/** One object of the API as a watcher posts it. */
export type KubeObject = {
  of: JsonReader
  kind: string
  namespace: string
  name: string
  uid: string | undefined
  isDeleted: boolean
  named: Parameters<typeof told>[0]
  receivedAt: UnixNano
}

/** The objects of a body: one, an event of a watch (`{ type, object }`), or a list. */
export function objectsIn(body: unknown): { of: JsonReader; isDeleted: boolean }[] {
  const whole = new JsonReader(jsonBody(body))
  const listed = Array.isArray(whole.value) ? whole.items() : whole.at('items').items()
  const isList = Array.isArray(whole.value) || Array.isArray(whole.at('items').value)
  return (isList ? listed : [whole]).map((each) => {
    const object = each.at('object')
    const isWatched = object.at('kind').isThere
    return { of: isWatched ? object : each, isDeleted: isWatched && each.at('type').text() === 'DELETED' }
  })
}

/** The flow that a run named by Kubernetes or its schedules is of: its name without the five letters or the time at its end. */
export const flowOfName = (name: string): string =>
  name.replace(/-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{8,10})$/, '')
