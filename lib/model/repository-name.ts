import type { RepositoryName } from './change'

const MAX_NAME = 500

/**
 * What every way to name a Git repository comes down to: `host/path` in lower case, without scheme, user, port and `.git`.
 * Null for what names none. The addresses of Azure Repos, of which there are four, come down to that of `dev.azure.com`.
 */
export function repositoryName(address: string): RepositoryName | null {
  const { host, path } = partsOf(address.trim()) ?? {}
  if (host === undefined || path === undefined || path === '') return null
  const name = `${host}/${path}`.toLowerCase()
  return name.length > MAX_NAME ? null : name
}

function partsOf(address: string): { host: string; path: string } | null {
  if (/^[a-z][a-z+.-]*:\/\//i.test(address)) {
    if (!URL.canParse(address)) return null
    const url = new URL(address)
    // A file of this machine has no host.
    if (url.protocol === 'file:') return { host: 'file:', path: cleaned(decoded(url.pathname)) }
    return url.hostname === '' ? null : azureOr(url.hostname, cleaned(decoded(url.pathname)))
  }
  // As ssh has it: `git@host:path`, or without both user and scheme: `host/path`.
  const [, host, path] = /^(?:[^@/\s]+@)?([^:/\s]+)[:/](.+)$/.exec(address) ?? []
  return host === undefined || path === undefined ? null : azureOr(host, cleaned(path))
}

function azureOr(host: string, path: string): { host: string; path: string } {
  const azure = azureParts(host.toLowerCase(), path.split('/'))
  if (azure === null) return { host, path }
  const [organization, project, repository] = azure
  return { host: 'dev.azure.com', path: `${organization}/${project}/_git/${repository}` }
}

/** Organization, project and repository; a project is left out of an address where it has the repository's name. */
function azureParts(host: string, path: string[]): [string, string, string] | null {
  const [, own] = /^([^.]+)\.visualstudio\.com$/.exec(host) ?? []
  if (host === 'ssh.dev.azure.com' || host === 'vs-ssh.visualstudio.com') {
    const [version, organization, project, repository] = path
    if (version !== 'v3' || organization === undefined || project === undefined || repository === undefined)
      return null
    return [organization, project, repository]
  }
  if (host !== 'dev.azure.com' && own === undefined) return null
  const all = own === undefined ? path : [own, ...path]
  const parts = all.filter((part) => part.toLowerCase() !== 'defaultcollection')
  const at = parts.indexOf('_git')
  const [organization, repository] = [parts[0], parts[at + 1]]
  if (at < 1 || organization === undefined || repository === undefined) return null
  return [organization, at === 1 ? repository : (parts[at - 1] ?? repository), repository]
}

const cleaned = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '')

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (error) {
    if (error instanceof URIError) return path
    throw error
  }
}
