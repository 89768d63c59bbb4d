/** Where to go after signing in: a path of this console, whatever the address bar or a link says. Never another site. */
export function safeReturnTo(wanted: string | null | undefined, otherwise = '/'): string {
  if (!wanted?.startsWith('/') || /^\/[/\\]|\p{Cc}/u.test(wanted)) return otherwise
  const base = 'http://console.invalid'
  if (!URL.canParse(wanted, base)) return otherwise
  const url = new URL(wanted, base)
  // Next's own mark of a navigation inside the console.
  url.searchParams.delete('_rsc')
  const { origin, pathname, search, hash } = url
  // `/.//evil.example` and the like come out of the parser as a path that a browser would take for a host.
  if (origin !== base || pathname.startsWith('//')) return otherwise
  return /^\/(sign-in|sign-out|setup|api)(\/|$)/.test(pathname) ? otherwise : pathname + search + hash
}
