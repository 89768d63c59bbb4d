import { Refusal } from '@/lib/model/refusal'

type HeaderReader = { get(name: string): string | null }

/**
 * Refuses a change that another site asks for with the reader's cookies. The page must come from the host that it is sent
 * to (whatever name the console was opened by) or from the configured address. A request without any origin is refused too:
 * every browser sends one with a POST, and Next's own check lets it through.
 */
export function requireSameOrigin(headers: HeaderReader, consoleUrl: string): void {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') throw crossSite()
  const origin = hostOf(headers.get('origin'))
  if (origin === null) throw crossSite()
  if (origin !== headers.get('host')?.toLowerCase() && origin !== hostOf(consoleUrl)) throw crossSite()
}

function hostOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null
  const { host } = new URL(url)
  return host === '' ? null : host
}

const crossSite = () =>
  new Refusal('forbidden', 'This request came from another site. Open the console and try again.')
