/** Trace and span of a W3C `traceparent`; null where it is none, or of a version that is forbidden. */
export function traceParent(text: string | undefined): { traceId: string; spanId: string } | null {
  const [, version = 'ff', traceId = '', spanId = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/i.exec(text ?? '') ?? []
  if (/^ff$/i.test(version) || /^0*$/.test(traceId) || /^0*$/.test(spanId)) return null
  return { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() }
}
