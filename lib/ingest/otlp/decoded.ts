/** An attribute's value with its OTLP type kept: `bigint` is int64, `number` is double. */
export type AttributeValue =
  | string
  | boolean
  | bigint
  | number
  | null
  | Uint8Array
  | AttributeValue[]
  | { [key: string]: AttributeValue }

/** A Map, never an object: keys come from outside, `__proto__` among them. */
export type Attributes = ReadonlyMap<string, AttributeValue>

/** A span that a dialect looks at. Strings are redacted already. Ids are lower-case hex. */
export type DecodedSpan = {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number
  startUnixNano: bigint
  /** 0 while the span is open. */
  endUnixNano: bigint
  /** 0 unset, 1 ok, 2 error. */
  statusCode: number
  statusMessage: string | null
  traceState: string | null
  flags: number
  attributes: Attributes
  events: { name: string; timeUnixNano: bigint; attributes: Attributes }[]
  links: { traceId: string; spanId: string; attributes: Attributes }[]
}

export type DecodedResource = { serviceName: string | null; attributes: Attributes }

export type DecodedScope = { name: string | null; version: string | null }
