import { WireReader } from './wire-reader'

/** Tags on the way from an ExportMetricsServiceRequest to its data points. */
const PER_RESOURCE = 10
const PER_SCOPE = 18
const PER_LIBRARY = 8002
const METRIC = 18
/** gauge, sum, histogram, exponential histogram, summary; int gauge and the like of the first versions count as none. */
const KINDS: ReadonlySet<number> = new Set([42, 58, 74, 82, 90])
const DATA_POINT = 10

/** How many points a metrics request holds: they are not stored, and the client is told how many. */
export function countMetricPoints(protobuf: Buffer): number {
  const wire = new WireReader()
  wire.open(protobuf)
  return countBelow(wire, protobuf.length, 0)
}

const PATH: ((tag: number) => boolean)[] = [
  (tag) => tag === PER_RESOURCE,
  (tag) => tag === PER_SCOPE || tag === PER_LIBRARY,
  (tag) => tag === METRIC,
  (tag) => KINDS.has(tag),
  (tag) => tag === DATA_POINT,
]

function countBelow(wire: WireReader, end: number, depth: number): number {
  const isOnPath = PATH[depth]
  let points = 0
  while (wire.at < end) {
    const tag = wire.varint()
    if (!isOnPath?.(tag)) {
      wire.skip(tag, end)
      continue
    }
    const fieldEnd = wire.fieldEnd(end)
    if (depth === PATH.length - 1) points++
    else points += countBelow(wire, fieldEnd, depth + 1)
    wire.at = fieldEnd
  }
  wire.expectEnd(end)
  return points
}
