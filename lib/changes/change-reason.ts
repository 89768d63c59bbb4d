import type { Change } from '@/lib/model/flow-change'
import { type GitStep, mergeOf } from './git-steps'
import type { Joined } from './join-steps'

/** A key of Jira or Linear, a work item of Azure, or a number of the forge. */
const TICKET = /\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b|\bAB#\d{1,7}\b|(?<![\w/&])(?:[\w.-]+\/[\w.-]+)?[#!]\d{1,6}\b/g
/** Names of standards look like keys. */
const STANDARD =
  /^(UTF|SHA|ISO|RFC|MD|AES|TLS|HTTP|PEP|CVE|ASCII|BASE|INT|UINT|FLOAT|CP|WINDOWS|IPV|X|ES|GPT|PY|RSA|H)-/
const LINK =
  /https?:\/\/[^\s<>()"']+\/(?:issues?|browse|work_items|_workitems\/edit|pull|merge_requests)\/[\w-]+[^\s<>()"'.,]*/gi

/** Words that say that something was done, not why. */
const NO_REASON =
  /^(?:wip|updates?|updated|fix(?:es|ed)?|changes?|changed|edit(?:s|ed)?|minor|misc|cleanup|refactor|test(?:s|ing)?|tmp|temp|stuff|things?|again|typo|commit|save|saved|init(?:ial)?(?: commit)?|first commit|push|sync|merge|add(?:s|ed)?|remove[sd]?|delete[sd]?|create[sd]?|rename[sd]?|asdf+|foo|bar|x+|\W+|(?:minor|small|some|more|misc|few|a few|quick) (?:change|fix|update|edit|tweak)(?:e?s)?|(?:add|update|create|delete|edit|rename|modify|change)[sd]? (?:files?|flows?|dags?|config|code|[\w./-]+\.(?:ya?ml|py|sql|json|tf|md)|the flow|flow [\w.-]+)|merge (?:branch|pull request|remote-tracking).*|auto.?commit.*|no message|n\/?a)[\s.!]*$/i

/** Tickets that a text names, each once, in the order of the text. */
export function ticketsIn(text: string): string[] {
  const links = [...text.matchAll(LINK)].map(([link]) => link)
  // What a link names is not named once more.
  const rest = text.replace(/https?:\/\/\S+/g, ' ')
  const named = [...rest.matchAll(TICKET)]
    .map(([ticket]) => ticket)
    .filter((ticket) => !STANDARD.test(ticket))
  const inLinks = links.map((link) => /\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b/.exec(link)?.[0] ?? link)
  return [...new Set([...named, ...inLinks])]
}

/** True where the words give no reason: `update`, `wip`, `fix`. */
export const saysNoReason = (text: string): boolean => {
  const words = text
    .replace(/^\s*(?:\w+(?:\([^)]*\))?!?|\[[^\]]*\]):\s*/, '')
    .replace(/\s*\((?:#|!)\d+\)\s*$/, '')
    .trim()
  return words.length < 3 || NO_REASON.test(words)
}

const firstLine = (text: string): string => text.trim().split(/\r?\n/, 1)[0]?.trim() ?? ''

/** Why a change was made, by the best word for it; null where nobody says. */
export function reasonOf({
  step,
  move,
  edits,
}: Joined): Pick<Change, 'reason' | 'tickets' | 'merge' | 'commit'> {
  const merge = step === null ? null : mergeOf(step)
  const messages = step?.commits.map(({ telling }) => telling.message) ?? []
  const said = [...edits.map(({ telling }) => telling.reason), move?.telling.reason].filter(
    (each): each is string => each !== undefined && each.trim() !== '',
  )
  const words = [merge?.title, merge?.text, ...messages, ...said].filter((each) => each !== undefined)
  const tickets = ticketsIn(words.join('\n')).filter(
    (each) => each !== `#${merge?.number}` && each !== `!${merge?.number}`,
  )
  return {
    reason: bestReason(step, merge, tickets, said),
    tickets,
    merge: merge === null ? null : { number: merge.number, title: merge.title, url: merge.url ?? null },
    commit: commitOf(step) ?? toldCommit(move),
  }
}

function bestReason(
  step: GitStep | null,
  merge: ReturnType<typeof mergeOf>,
  tickets: string[],
  said: string[],
): Change['reason'] {
  if (merge !== null && !saysNoReason(merge.title)) {
    return { kind: 'merge', text: `#${merge.number} ${merge.title}`, url: merge.url ?? null }
  }
  const commits = step?.commits.map(({ telling }) => telling) ?? []
  const lines = [...commits.map(({ message }) => firstLine(message)), ...said.map(firstLine)]
  const [ticket] = tickets
  if (ticket !== undefined) {
    const isLink = /^https?:/i.test(ticket)
    const line = lines.find((each) => each.includes(ticket))
    return { kind: 'ticket', text: line ?? ticket, url: isLink ? ticket : (merge?.url ?? null) }
  }
  const meant = commits.find(({ message }) => !saysNoReason(firstLine(message)))
  if (meant !== undefined) return { kind: 'commit', text: firstLine(meant.message), url: meant.url ?? null }
  // A message may say in its body what its title leaves out.
  const told = commits.find(({ message }) => !saysNoReason(bodyOf(message)))
  if (told !== undefined)
    return { kind: 'commit', text: firstLine(bodyOf(told.message)), url: told.url ?? null }
  const edit = said.find((each) => !saysNoReason(each))
  return edit === undefined ? null : { kind: 'edit', text: firstLine(edit), url: null }
}

/** What follows the first line, without trailers. */
const bodyOf = (message: string): string =>
  message
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => !/^[\w-]+(?:-by|-Id|-on|-authored-by): /i.test(line))
    .join('\n')
    .trim()

/** A commit that the tool names and no repository has told of. */
function toldCommit(move: Joined['move']): Change['commit'] {
  if (move?.telling.commit === undefined) return null
  const { commit, reason, url } = move.telling
  return { sha: commit, message: reason ?? '', url: url ?? null }
}

/** The commit that a step is known by: that which changed the text, not the merge that brought it. */
function commitOf(step: GitStep | null): Change['commit'] {
  if (step === null) return null
  const { sha, telling } = step.commits[0]
  return { sha, message: telling.message, url: telling.url ?? null }
}
