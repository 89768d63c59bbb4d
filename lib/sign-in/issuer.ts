/** Where a provider describes itself (OpenID Connect Discovery 1.0 §4). */
export const discoveryUrlOf = (issuer: string): string =>
  `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`

/**
 * What is wrong with an address that Runledger itself would ask, null for nothing: https, or this machine, or a host that
 * the installation's configuration allows without.
 */
export function addressObjection(address: string, insecureHosts: readonly string[]): string | null {
  if (!URL.canParse(address)) return 'is no web address'
  const { protocol, hostname, host, username, password, search, hash } = new URL(address)
  if (username !== '' || password !== '') return 'must not hold a user name or password'
  if (search !== '' || hash !== '') return 'must not hold a query or a fragment'
  if (/^(169\.254\.|\[fe80:|0\.0\.0\.0$|\[::\]$)/.test(hostname)) return 'must not be a link-local address'
  if (protocol === 'https:') return null
  if (protocol !== 'http:') return 'must begin with https://'
  if (isLoopback(hostname) || insecureHosts.includes(host) || insecureHosts.includes(hostname)) return null
  return 'must begin with https:// (RUNLEDGER_INSECURE_ISSUERS can name hosts that need not)'
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
