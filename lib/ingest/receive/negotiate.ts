import { Refusal } from '@/lib/model/refusal'

/** The two forms an OTLP/HTTP body can have. */
export type Form = 'protobuf' | 'json'
export type Encoding = 'identity' | 'gzip' | 'deflate'

export const MEDIA_TYPE: Record<Form, string> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}

/** Form of a body by its Content-Type; parameters and case do not matter. */
export function formOf(contentType: string | undefined): Form | null {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === MEDIA_TYPE.protobuf || type === 'application/protobuf') return 'protobuf'
  return type === MEDIA_TYPE.json ? 'json' : null
}

/** The encodings that are accepted, as the answer to any other names them. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate'

/** The encoding of a body; an empty header counts as none. */
export function encodingOf(header: string | undefined): Encoding {
  const name = header?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return 'identity'
  if (name === 'gzip' || name === 'x-gzip') return 'gzip'
  if (name === 'deflate' || name === 'zlib') return 'deflate'
  throw new Refusal(
    'unsupported',
    `unsupported Content-Encoding: ${name.slice(0, 40)}, supported: ${ACCEPTED_ENCODINGS}`,
  )
}
