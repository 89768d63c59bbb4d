import type { DecodedRequest, EventProtocol, IncomingEvent } from '@/lib/model/event'
import { ALERTMANAGER_PARSER, decodeAlertmanager } from '../alertmanager/decode'
import { CLOUDEVENTS_PARSER, cloudEventsDecoder } from '../cloudevents/decode'
import { decodeLineage, OPENLINEAGE_PARSER } from '../openlineage/decode'
import { decodeAnswer, decodeLoss, RECONCILER, RECONCILER_PARSER } from './reconciled'
import { toolOf } from './registry'

/** What reads the events of one tool, or of one protocol that many tools speak. */
export type EventReader = {
  /** Under this name what it tells is kept apart from what others tell of the same execution. */
  dialect: string
  /** Name and version, kept with each event: `github@1`. */
  parser: string
  /** Lower-case names of headers that it reads. */
  headers: readonly string[]
  decode: (event: IncomingEvent) => DecodedRequest
}

/** What OpenLineage tells is folded by its own rules, whichever tool sent it. */
export const DIALECT_OF_LINEAGE = 'openlineage'

/** Header under which it is kept what kind of file was uploaded. */
export const UPLOADED = 'x-runledger-upload'

/** Header under which it is kept that Runledger asked for it of its own accord, and what came of that. */
export const ASKED = 'x-runledger-asked'

/** It was asked about an execution that was open for too long, and the tool answered; or nobody could, and it is given up. */
export const ANSWERED = 'answered'
export const LOST = 'lost'

/** What kind of thing a request was beside its protocol, as its kept headers say: an uploaded file, an answer; null for neither. */
export const whatOf = (headers: Readonly<Record<string, string>>): string | null =>
  headers[UPLOADED] ?? headers[ASKED] ?? null

/** The reader of what a source of a kind sends by a protocol; null where there is none. `what` as by `whatOf`, `mapping` as kept with the source. */
export function readerOf(
  kind: string,
  protocol: EventProtocol,
  what: string | null,
  mapping?: unknown,
): EventReader | null {
  if (protocol === 'openlineage') {
    const parser = `openlineage@${OPENLINEAGE_PARSER}`
    return { dialect: DIALECT_OF_LINEAGE, parser, headers: [], decode: decodeLineage }
  }
  if (protocol === 'poll' && what === LOST) {
    return {
      dialect: RECONCILER,
      parser: `${RECONCILER}@${RECONCILER_PARSER}`,
      headers: [],
      decode: decodeLoss,
    }
  }
  if (protocol === 'alertmanager') {
    const parser = `alertmanager@${ALERTMANAGER_PARSER}`
    return { dialect: 'alertmanager', parser, headers: [], decode: decodeAlertmanager }
  }
  if (protocol === 'cloudevents') return cloudEventsReader(kind)
  const tool = toolOf(kind)
  if (tool === null) return null
  const [dialect, parser] = [tool.id, `${tool.id}@${tool.parser}`]
  if (protocol === 'webhook' && tool.webhook !== undefined) {
    const { headers, decode, mapped } = tool.webhook
    const isMapped = mapped !== undefined && mapping !== undefined && mapping !== null
    return { dialect, parser, headers, decode: isMapped ? mapped(mapping) : decode }
  }
  if (protocol === 'poll' && tool.poll !== undefined) {
    const { decode } = tool.poll
    return { dialect, parser, headers: [], decode: what === ANSWERED ? decodeAnswer(decode) : decode }
  }
  const upload = protocol === 'upload' ? tool.uploads?.find((each) => each.what === what) : undefined
  return upload === undefined ? null : { dialect, parser, headers: [], decode: upload.decode }
}

/** CDEvents are read for every kind of source; a tool that sends others has its own reader for those beside them. */
function cloudEventsReader(kind: string): EventReader {
  const tool = toolOf(kind)
  const decode = cloudEventsDecoder(tool?.cloudEvents)
  if (tool?.cloudEvents === undefined)
    return { dialect: 'cdevents', parser: `cloudevents@${CLOUDEVENTS_PARSER}`, headers: [], decode }
  return { dialect: tool.id, parser: `${tool.id}@${tool.parser}`, headers: [], decode }
}
