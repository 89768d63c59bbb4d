import { contentKey } from '@/lib/ingest/events/decoded-event'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { addressOf, authorization, settingOf } from '@/lib/ingest/events/poll-settings'
import { inAddress, type PolledItem } from '@/lib/ingest/events/polled-item'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import { decodePolledStatus } from './decode'

/** The REST interface of Kafka Connect: the status of every connector, told when it changed. */
export const kafkaConnectPoll: Poll = {
  credentials: [
    { name: 'username', label: 'User, where one is asked for', isSecret: false, isOptional: true },
    { name: 'password', label: 'Password', isSecret: true, isOptional: true },
    { name: 'cluster', label: 'Name of the cluster', isSecret: false, isOptional: true },
  ],
  everySeconds: 30,
  async *round(api, cursor) {
    const before = new JsonReader(cursor).at('seen')
    const all = new JsonReader(await api.get('/connectors?expand=status', authorization(api.settings)))
    const items: PolledItem[] = []
    const seen: Record<string, string> = {}
    for (const [name, connector] of all.entries()) {
      const status = connector.at('status')
      const hash = contentKey(status.value)
      seen[name] = hash
      if (before.at(name).text() !== hash) items.push(wrapped(api, status.value))
    }
    yield { items, cursor: { seen } }
  },
  async ask(api, { flow }) {
    const status = await api.get(`/connectors/${inAddress(flow)}/status`, authorization(api.settings))
    return status === null || status === undefined ? null : wrapped(api, status)
  },
  decode: decodePolledStatus,
}

/** A status has no time: it is how things were when it was asked for. */
const wrapped = (api: ToolApi, item: unknown): PolledItem => ({
  kind: 'status',
  item,
  at: api.now().toISOString(),
  cluster: settingOf(api.settings, 'cluster') ?? hostOf(api) ?? 'kafka-connect',
})

const hostOf = (api: ToolApi): string | undefined => {
  const address = addressOf(api.settings)
  return address !== undefined && URL.canParse(address) ? new URL(address).host : undefined
}
