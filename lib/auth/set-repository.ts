import { getRepository } from '@/db/queries/get-repository'
import { createRepository, type NewRepository, updateRepository } from '@/db/store/change-repositories'
import { config } from '@/lib/config'
import type { GitCredential } from '@/lib/git/fetch-branch'
import { GitTrouble } from '@/lib/git/git-trouble'
import { readRemote } from '@/lib/git/remote'
import { Refusal } from '@/lib/model/refusal'
import { repositoryName } from '@/lib/model/repository-name'
import type { Scope } from '@/lib/model/scope'
import { sealSecret } from './sealed-secret'

type Where = { address: string; isFetched: boolean; branch: string }

/** Adds a repository by its address; its credential is sealed before anything else is done with it. */
export async function addRepository(
  scope: Scope,
  { teamId, credential, ...where }: Where & { teamId: string; credential: GitCredential | null },
): Promise<{ repositoryId: string }> {
  return createRepository(scope, { teamId, ...placeOf(where), credential: sealed(credential) })
}

/**
 * Changes where a repository is. A credential of undefined keeps the one that is there, but only for the same host: it is
 * never sent to another one than it was given for.
 */
export async function moveRepository(
  scope: Scope,
  repositoryId: string,
  { credential, ...where }: Where & { credential?: GitCredential | null | undefined },
): Promise<void> {
  const before = await getRepository(scope, repositoryId)
  const place = placeOf(where)
  const isElsewhere =
    before.url !== null && place.url !== null && serverOf(before.url) !== serverOf(place.url)
  if (credential === undefined && before.hasCredential && isElsewhere)
    throw new Refusal('invalid', 'Give the credential again: this is another host.', null, 'secret')
  const change = credential === undefined ? {} : { credential: sealed(credential) }
  await updateRepository(scope, repositoryId, { ...place, ...change })
}

function placeOf({ address, isFetched, branch }: Where): Pick<NewRepository, 'name' | 'url' | 'branch'> {
  const name = repositoryName(address)
  if (name === null)
    throw new Refusal('invalid', 'Give the address as https://host/path or git@host:path.', null, 'address')
  return { name, url: isFetched ? fetched(address) : null, branch }
}

function fetched(address: string): string {
  try {
    return readRemote(address, config().gitProtocols).url
  } catch (error) {
    if (!(error instanceof GitTrouble)) throw error
    throw new Refusal('invalid', `${error.message}.`, null, 'address')
  }
}

const serverOf = (address: string): string => {
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}`
}

const sealed = (credential: GitCredential | null): string | null =>
  credential === null ? null : sealSecret(JSON.stringify(credential), 'repository')
