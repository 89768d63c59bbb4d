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

/** The base address of the tool's API, where who made the API said it, without a slash at its end. */
export const addressOf = (settings: Readonly<Record<string, string>>): string | undefined =>
  settingOf(settings, 'address')?.replace(/\/+$/, '')
