import type { DecodedRequest, EventProtocol, IncomingEvent } from '@/lib/model/event'
import { decodeLineage, OPENLINEAGE_PARSER } from '../openlineage/decode'
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

/** Header under which it is kept what kind of file was uploaded. */
export const UPLOADED = 'x-runledger-upload'

/** The reader of what a source of a kind sends by a protocol; null where there is none. `what` is the kind of an uploaded file. */
export function readerOf(kind: string, protocol: EventProtocol, what: string | null): EventReader | null {
  if (protocol === 'openlineage') {
    const parser = `openlineage@${OPENLINEAGE_PARSER}`
    return { dialect: 'openlineage', parser, headers: [], decode: decodeLineage }
  }
  const tool = toolOf(kind)
  if (tool === null) return null
  const [dialect, parser] = [tool.id, `${tool.id}@${tool.parser}`]
  if (protocol === 'webhook' && tool.webhook !== undefined) return { dialect, parser, ...tool.webhook }
  if (protocol === 'poll' && tool.poll !== undefined)
    return { dialect, parser, headers: [], decode: tool.poll.decode }
  const upload = protocol === 'upload' ? tool.uploads?.find((each) => each.what === what) : undefined
  return upload === undefined ? null : { dialect, parser, headers: [], decode: upload.decode }
}
