import type { EventProtocol, EventVerdict } from '@/lib/model/event'

const PROTOCOLS: Record<EventProtocol, string> = {
  openlineage: 'OpenLineage',
  cloudevents: 'CloudEvents',
  alertmanager: 'Alertmanager',
  webhook: 'Webhook',
  upload: 'Upload',
  poll: 'API',
}

/** How an event came in, for people. */
export const protocolName = (protocol: EventProtocol): string => PROTOCOLS[protocol]

const VERDICTS: Record<EventVerdict, { title: string; about: string }> = {
  told: { title: 'told', about: 'It told of executions.' },
  kept: { title: 'kept', about: 'Understood and kept, but not about an execution.' },
  ignored: { title: 'ignored', about: 'There is nothing to learn from it, and the reason says why.' },
  failed: {
    title: 'failed',
    about: 'A fault of Runledger kept it from being understood. Read it again when that is mended.',
  },
}

/** What became of an event, in a word and in a sentence. */
export const verdictWords = (verdict: EventVerdict): { title: string; about: string } => VERDICTS[verdict]
