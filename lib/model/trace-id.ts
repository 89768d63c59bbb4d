/** A trace id in the two forms it is written in. */
export type TraceId = { hex: string; uuid: string }

/** Reads 32 hex digits with or without the dashes of a UUID, in any case; null for anything else and for the zero id. */
export function parseTraceId(text: string): TraceId | null {
  const hex = text.trim().toLowerCase().replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/.test(hex) || /^0+$/.test(hex)) return null
  return { hex, uuid: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') }
}

/** Sixteen hex digits, not all zero. */
export const isSpanId = (text: string): boolean => /^[0-9a-f]{16}$/.test(text) && !/^0+$/.test(text)
