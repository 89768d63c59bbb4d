import { cutText } from '@/lib/executions/cut-text'
import type { ToldActor } from '@/lib/model/change'

const MAX_WORDS = 300

/**
 * Whoever a commit names. An address that a host made for somebody who hides their own names the account there, which is
 * the same person in every repository of that host.
 */
export function commitActor({
  name,
  email,
}: {
  name?: string | undefined
  email?: string | undefined
}): ToldActor | null {
  const [shown, address] = [cut(name), cut(email)]
  if (shown === undefined && address === undefined) return null
  const words = {
    ...(shown === undefined ? {} : { name: shown }),
    ...(address === undefined ? {} : { email: address }),
  }
  const bot = isBotName(shown ?? '') || isBotName(address ?? '') ? { isBot: true } : {}
  const account = address === undefined ? null : hiddenAccount(address)
  if (account !== null)
    return { ...account, ...words, ...bot, ...(isBotName(account.id) ? { isBot: true } : {}) }
  return { kind: 'git', id: shown ?? address ?? '', ...words, ...bot }
}

/** `ada` of `583231+ada@users.noreply.github.com` and of `42-ada@users.noreply.gitlab.com`. */
function hiddenAccount(email: string): Pick<ToldActor, 'kind' | 'id'> | null {
  const [, github] = /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/i.exec(email) ?? []
  if (github !== undefined) return { kind: 'github', id: github }
  const [, gitlab] = /^\d+-([^@]+)@users\.noreply\.[^@]+$/i.exec(email) ?? []
  return gitlab === undefined ? null : { kind: 'gitlab', id: gitlab }
}

/** Names that hosts give to programs: `dependabot[bot]`, `project_12_bot`, GitHub's own committer of what is merged there. */
export const isBotName = (name: string): boolean =>
  /\[bot\](@|$)/i.test(name) ||
  /^(project|group)_\d+_bot/i.test(name) ||
  /^(web-flow|github-actions|noreply@github\.com)$/i.test(name)

const cut = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : cutText(text.trim(), MAX_WORDS)
