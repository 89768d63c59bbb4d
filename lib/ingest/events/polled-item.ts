import { JsonReader } from './json-reader'

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

/** A setting that was filled in. */
export function settingOf(settings: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = Object.hasOwn(settings, name) ? settings[name]?.trim() : undefined
  return value === '' ? undefined : value
}

/** The `Authorization` of a token, or of a user and a password; none where neither is set. */
export function authorization(settings: Readonly<Record<string, string>>): Record<string, string> {
  const token = settingOf(settings, 'token')
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  const user = settingOf(settings, 'username')
  if (user === undefined) return {}
  const pair = `${user}:${settingOf(settings, 'password') ?? ''}`
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }
}

/** Where a former round stopped, as far as the cursor is one of ours. */
export function cursorOf(cursor: unknown): { since: Date | null; open: string[] } {
  const of = new JsonReader(cursor)
  const text = of.at('since').text()
  const since = text === undefined || Number.isNaN(Date.parse(text)) ? null : new Date(text)
  return {
    since,
    open: of
      .at('open')
      .items()
      .flatMap((each) => each.text() ?? []),
  }
}

/** A time so much earlier. */
export const before = (of: Date, seconds: number): Date => new Date(of.getTime() - seconds * 1_000)

/** The base address of the tool's API, where who made the API said it, without a slash at its end. */
export const addressOf = (settings: Readonly<Record<string, string>>): string | undefined =>
  settingOf(settings, 'address')?.replace(/\/+$/, '')
