import { cutText } from '@/lib/executions/cut-text'
import {
  type DecodedEvent,
  type DecodedRequest,
  type IncomingEvent,
  RECONCILED,
  type ToldIdentity,
} from '@/lib/model/event'
import { PRECEDENCE, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import { contentKey, told } from './decoded-event'
import { JsonReader } from './json-reader'
import { toldIdentity } from './told-identity'

/** An answer that leaves the execution as open as it was. */
const STILL_OPEN = 'asked'

/** Under this name it is kept what Runledger concluded itself; its version rises when it concludes otherwise. */
export const RECONCILER = 'reconciler'
export const RECONCILER_PARSER = 1

/** What a tool answered when it was asked about an execution that was open for too long. */
export type Answer = {
  asked: { namespace: string; flow: string; nativeId: string }
  was: string
  answer: unknown
}

/** That an execution is lost: its identity, since when, and how that is known. */
export type Loss = { of: ToldIdentity; at: UnixNano; was: string; because: string }

/** Reads an answer as the tool's poll reads what it gets, and says of each event that it was asked for. */
export const decodeAnswer =
  (decode: (event: IncomingEvent) => DecodedRequest) =>
  (event: IncomingEvent): DecodedRequest => {
    const of = new JsonReader(event.body)
    const was = of.at('was').text() ?? 'open'
    const { events, rejected } = decode({ ...event, body: of.at('answer').value })
    return { events: events.map((each) => asAnswer(each, event.body, was)), rejected }
  }

function asAnswer(event: DecodedEvent, body: unknown, was: string): DecodedEvent {
  const word = event.tellings
    .flatMap((telling) => (telling.about === 'execution' ? (telling.states ?? []) : []))
    .find(({ state }) => isTerminal(state))
  const said = word === undefined ? `is still ${was}` : `was ${was} here, the source says ${word.state}`
  return {
    ...event,
    key: `asked:${contentKey([event.key, was])}`,
    type: word === undefined ? STILL_OPEN : RECONCILED,
    subject: `${event.subject ?? 'execution'} · asked: ${said}`,
    body,
  }
}

/** Reads that an execution is lost. */
export function decodeLoss({ body }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(body)
  const identity = of.at('of')
  // Whole, as it was stored: trimmed it would be another execution's.
  const part = (name: string): string => {
    const { value } = identity.at(name)
    return typeof value === 'string' ? value : ''
  }
  const nativeId = part('nativeId')
  const at = of.at('at').text()
  if (nativeId === '' || at === undefined || !/^\d{1,19}$/.test(at))
    return {
      events: [],
      rejected: [{ path: 'of', reason: 'no_identity', message: 'names no execution', item: body }],
    }
  const [namespace, flow] = [part('namespace'), part('flow')]
  const subject = `${flow} ${nativeId} · lost: ${of.at('because').text() ?? 'nothing was heard of it'}`
  return {
    events: [
      told(
        {
          key: `lost:${contentKey([identity.value, at])}`,
          type: RECONCILED,
          at,
          subject: cutText(subject, 500),
          body,
        },
        [
          {
            about: 'execution',
            of: toldIdentity(namespace, flow, nativeId, identity.at('attempt').count() ?? 1),
            at,
            states: [{ state: 'lost', word: 'lost', at, precedence: PRECEDENCE.guess }],
          },
        ],
      ),
    ],
    rejected: [],
  }
}
