/** What a browser remembers about how its person likes the console; cookies, so that the first byte is already right. */
export const PREFERENCE_COOKIES = {
  theme: 'rl-theme',
  zone: 'rl-zone',
  browserZone: 'rl-browser-zone',
  rail: 'rl-rail',
  peek: 'rl-peek',
} as const

export type Theme = 'system' | 'light' | 'dark'
export type ZoneChoice = 'mine' | 'utc'

export type Preferences = {
  theme: Theme
  zoneChoice: ZoneChoice
  /** IANA name in which times are written: the browser's own, or UTC by choice or until the browser has said. */
  zone: string
  isRailNarrow: boolean
}

/** Reads the cookies; whatever is not understood is the default. */
export function preferencesFrom(cookie: (name: string) => string | undefined): Preferences {
  const theme = cookie(PREFERENCE_COOKIES.theme)
  const zoneChoice: ZoneChoice = cookie(PREFERENCE_COOKIES.zone) === 'utc' ? 'utc' : 'mine'
  const browserZone = cookie(PREFERENCE_COOKIES.browserZone) ?? ''
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    zoneChoice,
    zone: zoneChoice === 'mine' && isZone(browserZone) ? browserZone : 'UTC',
    isRailNarrow: cookie(PREFERENCE_COOKIES.rail) === 'narrow',
  }
}

function isZone(name: string): boolean {
  if (name === '') return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

export const PEEK_SHARE_MIN = 25
export const PEEK_SHARE_MAX = 70
const PEEK_SHARE = 42

/** How much of the width the panel beside a list takes, in hundredths. */
export function peekShareFrom(cookie: string | undefined): number {
  const share = Number(cookie ?? PEEK_SHARE)
  return share >= PEEK_SHARE_MIN && share <= PEEK_SHARE_MAX ? share : PEEK_SHARE
}
