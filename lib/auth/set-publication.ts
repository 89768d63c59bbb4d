import { addPublication } from '@/db/store/audit-publications'
import { config } from '@/lib/config'
import { GitTrouble } from '@/lib/git/git-trouble'
import { readRemote } from '@/lib/git/remote'
import { isBranchName } from '@/lib/model/branch-name'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { newWebhookSecret } from '@/lib/webhooks/sign-standard'
import { sealSecret } from './sealed-secret'

/** Where a person wants checkpoints to be published. */
export type NewPublication =
  | { kind: 'webhook'; url: string }
  | {
      kind: 'git'
      remote: string
      branch: string
      folder: string
      /** Name and token or password for https, the private key alone for ssh; null where the remote asks for none. */
      username: string
      secret: string | null
    }

/** Publishes checkpoints to a webhook or a Git repository from now on. The secret that a webhook is signed with is made here, and told once. */
export async function publishCheckpointsTo(
  scope: Scope,
  to: NewPublication,
): Promise<{ id: string; secret: string | null }> {
  if (to.kind === 'webhook') {
    const url = URL.canParse(to.url) ? new URL(to.url) : null
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '')
      throw new Refusal('invalid', 'Give an address such as https://example.com/hook.', null, 'url')
    const secret = newWebhookSecret()
    const settings = { url: url.href }
    const { id } = await addPublication(scope, { kind: 'webhook', settings }, sealed(secret))
    return { id, secret }
  }
  const { remote, branch, folder, username, secret } = to
  requireRemote(remote)
  if (!isBranchName(branch)) throw new Refusal('invalid', 'This is no name of a branch.', null, 'branch')
  if (!/^(\w[\w.-]*(\/\w[\w.-]*)*)?$/.test(folder))
    throw new Refusal('invalid', 'Give a folder such as audit/runledger, or none.', null, 'folder')
  const settings = { remote, branch, folder, username }
  const { id } = await addPublication(
    scope,
    { kind: 'git', settings },
    secret === null ? null : sealed(secret),
  )
  return { id, secret: null }
}

function requireRemote(remote: string): void {
  try {
    readRemote(remote, config().gitProtocols)
  } catch (error) {
    if (error instanceof GitTrouble) throw new Refusal('invalid', `${error.message}.`, null, 'remote')
    throw error
  }
}

const sealed = (secret: string): string => sealSecret(secret, 'audit-publication')
