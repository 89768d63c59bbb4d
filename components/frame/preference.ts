'use client'

import type { PREFERENCE_COOKIES } from '@/lib/format/preferences'

type CookieName = (typeof PREFERENCE_COOKIES)[keyof typeof PREFERENCE_COOKIES]

/** Remembers a preference for a year. Readable by our script on purpose: nothing secret is in it. */
export function rememberPreference(name: CookieName, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`
}
