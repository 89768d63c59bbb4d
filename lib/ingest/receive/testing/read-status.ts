/** The fields of a protobuf message by number: varints as numbers, everything of a length as bytes. */
export function protobufFields(bytes: Buffer): Map<number, (number | Buffer)[]> {
  const fields = new Map<number, (number | Buffer)[]>()
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes.readUInt8(at++)
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const tag = varint()
    const length = (tag & 7) === 2 ? varint() : 0
    const value = (tag & 7) === 2 ? bytes.subarray(at, at + length) : varint()
    at += length
    fields.set(tag >>> 3, [...(fields.get(tag >>> 3) ?? []), value])
  }
  return fields
}

export type ReadStatus = { code: number; message: string; detailTypes: string[] }

/** A `google.rpc.Status` in either form. */
export function readStatus(body: Buffer, contentType: string): ReadStatus {
  if (contentType === 'application/json') {
    const { code, message, details } = JSON.parse(body.toString('utf8'))
    const types = (details ?? []).map((detail: { '@type': string }) => detail['@type'])
    return { code: code ?? 0, message: message ?? '', detailTypes: types }
  }
  const fields = protobufFields(body)
  const details = (fields.get(3) ?? []).filter(Buffer.isBuffer)
  return {
    code: Number(fields.get(1)?.[0] ?? 0),
    message: String(fields.get(2)?.[0] ?? ''),
    detailTypes: details.map((detail) => String(protobufFields(detail).get(1)?.[0])),
  }
}
