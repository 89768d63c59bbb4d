import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isRefusedAddress } from '@/lib/jobs/refused-addresses'
import { GitTrouble } from './git-trouble'

/** Ways to reach a repository. `file` reads what any user of this machine has, so that it is off unless it is asked for. */
export const GIT_PROTOCOLS = ['https', 'ssh', 'http', 'file'] as const
export type GitProtocol = (typeof GIT_PROTOCOLS)[number]

/** Where a repository is fetched from. */
export type GitRemote = { protocol: GitProtocol; url: string; host: string; port: string }

/** Reads an address of a repository: a URL, or `git@host:path` as ssh has it. Throws a `GitTrouble` for any other. */
export function readRemote(address: string, allowed: readonly string[]): GitRemote {
  const [, user, host, path] = /^([a-z0-9._-]+)@([a-z0-9.-]+):(?!\/\/)(.+)$/i.exec(address) ?? []
  const text = host === undefined ? address : `ssh://${user}@${host}/${path}`
  if (!URL.canParse(text) || /[\s\p{Cc}]/u.test(text))
    throw new GitTrouble('Give the address as https://… or git@host:path')
  const url = new URL(text)
  const protocol = GIT_PROTOCOLS.find((each) => `${each}:` === url.protocol)
  if (protocol === undefined || !allowed.includes(protocol))
    throw new GitTrouble(
      `Repositories are read by ${allowed.join(', ') || 'nothing'} here (RUNLEDGER_GIT_PROTOCOLS)`,
    )
  if (url.password !== '' || (url.username !== '' && protocol !== 'ssh'))
    throw new GitTrouble('Give the credential by itself, not within the address')
  if (
    protocol !== 'file' &&
    (url.hostname === '' || url.hostname.startsWith('-') || url.username.startsWith('-'))
  )
    throw new GitTrouble('The address names no host')
  return { protocol, url: url.href, host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port }
}

/**
 * Looks the host up and returns the one address that git is to connect to, so that a name cannot mean one thing when it is
 * looked at and another when it is used. Null where there is no host.
 */
export async function resolvedHost({ protocol, host }: GitRemote): Promise<string | null> {
  if (protocol === 'file') return null
  const addresses = isIP(host) === 0 ? await lookUp(host) : [host]
  const [first] = addresses
  if (first === undefined) throw new GitTrouble('No name server knows the address')
  if (addresses.some(isRefusedAddress))
    throw new GitTrouble(
      'The address is one that Runledger does not ask: link-local or of a metadata service',
    )
  return first
}

async function lookUp(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new GitTrouble('No name server knows the address')
    throw error
  }
}
