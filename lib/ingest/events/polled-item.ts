/** One thing that a tool's API gave, as `round` and `ask` wrap it for `decode`; what else is needed to read it stands beside it. */
export type PolledItem = { kind: string; item: unknown } & Record<string, unknown>

/** A value in the path or query of an address; half of a character of two halves cannot be in one. */
export const inAddress = (value: string | number): string =>
  encodeURIComponent(String(value).replace(/[\ud800-\udfff]/gu, '\ufffd'))

/** A query of an address, without what is not set; begins with `?` or is empty. */
export function queryOf(of: Record<string, string | number | undefined>): string {
  const set = Object.entries(of).flatMap(([key, value]) =>
    value === undefined ? [] : [`${inAddress(key)}=${inAddress(value)}`],
  )
  return set.length === 0 ? '' : `?${set.join('&')}`
}
