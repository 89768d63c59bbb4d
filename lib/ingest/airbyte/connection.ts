import { contentKey, kept } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import type { ChangeTelling } from '@/lib/model/change'
import type { DecodedEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'

/**
 * A connection as the poll found it otherwise than before: what Airbyte is told to copy, when and how. Its API says neither
 * when it was changed nor by whom, so it is told as of the round that saw it.
 */
export function decodeConnection(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const connection = of.at('item')
  const [id, name] = [connection.at('connectionId').text(), connection.at('name').text()]
  if (id === undefined || name === undefined) return null
  const workspace = of.at('workspace').text() ?? 'airbyte'
  const { namespace, flow } = toldIdentity(workspace, name, id)
  const at = of.at('at').time() ?? receivedAt
  const telling: ChangeTelling = {
    about: 'definition',
    of: { namespace, flow },
    place: 'deployed',
    at,
    format: 'airbyte',
    text: JSON.stringify(connection.value, null, 2),
    ...(connection.at('status').text() === 'deleted' ? { isGone: true as const } : {}),
  }
  const named = {
    // The same state may come again after another one, and is then another sighting.
    key: `connection:${contentKey([connection.value, of.at('at').text() ?? null])}`,
    type: 'connection',
    at,
    subject: `${namespace} · ${flow}`,
    body: of.value,
  }
  return {
    ...kept(named, 'A connection as it is now: read into the history of changes.'),
    changes: [telling],
  }
}
