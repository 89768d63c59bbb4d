import type { BadChange, SampleCommit } from './commits'
import type { SampleFlow } from './company'
import { KESTRA_FLOWS } from './flows/workers'
import { emailOf, iso, loginOf, type SampleHook } from './hook'
import { oneOf, randomOf } from './random'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** The evening on which somebody edited a flow in the console, the night in which nobody knows who did, and a new secret. */
const editsOf = (bad: BadChange): { editedMs: number; unexplainedMs: number; secretMs: number } => ({
  editedMs: bad.dayMs - 2 * DAY_MS + (19 * 60 + 40) * MINUTE_MS,
  unexplainedMs: bad.dayMs - 4 * DAY_MS + (2 * 60 + 13) * MINUTE_MS,
  secretMs: bad.dayMs - DAY_MS + (15 * 60 + 5) * MINUTE_MS,
})

/** What a flow of Kestra's says, as far as it changes in the sample. */
type Said = { hour: number; minute: number; retries: number; timeout: string; isWatched: boolean }

/** What happened in the fortnight to the files of the repository. */
export type Story = {
  seed: string
  fromMs: number
  nowMs: number
  bad: BadChange
  changes: readonly { commit: SampleCommit; files: string[] }[]
}

/** What a commit made of a flow's file, and whether it was brought to the tool. */
export type Written = { sha: string; atMs: number; text: string; isDeployed: boolean }

/** Flows that stand otherwise than Git says, each in a way of its own. */
export const ADRIFT = {
  /** Edited in the console, and nobody has merged it. */
  ahead: 'stock_snapshot',
  /** Edited by nobody knows whom, while commits to its file were left lying. */
  diverged: 'carrier_rates',
  /** The newest commit to its file was not brought out yet. */
  behind: 'returns_report',
  /** In the tool, and no file defines it. */
  orphan: 'address_checks',
  /** A file that was never brought out. */
  dormant: 'stock_forecast',
} as const

export const fileOf = ({ space, name }: Pick<SampleFlow, 'space' | 'name'>): string =>
  `flows/${space}/${name}.yml`

/** Which flow a commit to the flows of Kestra touches; `random` draws where nothing else decides. */
export function kestraFileOf(
  { atMs }: { atMs: number },
  isOf: { first: boolean; last: boolean },
  bad: BadChange,
  random: () => number,
): string[] {
  const { editedMs } = editsOf(bad)
  const name = isOf.first ? ADRIFT.diverged : isOf.last ? ADRIFT.behind : null
  const open = KESTRA_FLOWS.filter(
    (flow) => flow.name !== ADRIFT.orphan && (flow.name !== ADRIFT.ahead || atMs < editedMs - DAY_MS / 24),
  )
  const drawn = open[Math.floor(random() * open.length)]
  const flow = open.find((each) => each.name === name) ?? drawn
  return flow === undefined ? [] : [fileOf(flow)]
}

/** When nobody knows who edited a flow. */
export const unexplainedAt = (bad: BadChange): number => editsOf(bad).unexplainedMs

/** What the file of a flow says before the first commit, and with each. */
export function writtenOf(
  flow: SampleFlow,
  { seed, bad, changes }: Story,
): { first: string; written: Written[] } {
  const file = fileOf(flow)
  const touching = changes.filter(({ files }) => files.includes(file)).map(({ commit }) => commit)
  const random = randomOf(seed, 'definition', flow.name)
  let said = FIRST
  const written = touching.map(({ sha, atMs }, index): Written => {
    said = next(said, random)
    const isHeld =
      (flow.name === ADRIFT.diverged && atMs > unexplainedAt(bad)) ||
      (flow.name === ADRIFT.behind && index === touching.length - 1)
    return { sha, atMs, text: textOf(flow, said), isDeployed: !isHeld }
  })
  return { first: textOf(flow, FIRST), written }
}

/** What the file of the flow says that was never brought out. */
export const dormantFile = (): { path: string; text: string } => {
  const flow = { space: 'acme.warehouse', name: ADRIFT.dormant, steps: ['io.kestra.plugin.core.log.Log'] }
  return { path: fileOf(flow), text: textOf(flow, FIRST) }
}

type Turn = { atMs: number; kind: 'commit' | 'console' | 'nobody'; text: string }

/** Revisions of Kestra's flows and what its audit log says of them: what commits brought, one edit by hand, one by nobody. */
export function definitionsOf(story: Story): SampleHook[] {
  return [...KESTRA_FLOWS.flatMap((flow) => revisionsOf(flow, story)), secretOf(story)]
}

const FIRST: Said = { hour: 4, minute: 20, retries: 1, timeout: 'PT10M', isWatched: false }

function revisionsOf(flow: SampleFlow, story: Story): SampleHook[] {
  const { editedMs, unexplainedMs } = editsOf(story.bad)
  const { first, written } = writtenOf(flow, story)
  const turns = written
    .filter(({ isDeployed }) => isDeployed)
    .map(({ atMs, text }): Turn => ({ atMs: atMs + 3 * MINUTE_MS, kind: 'commit', text }))
  const edit = (atMs: number, kind: Turn['kind']): void => {
    const before = turns.findLast((turn) => turn.atMs < atMs)?.text ?? first
    turns.push({ atMs, kind, text: hourLater(before) })
  }
  if (flow.name === ADRIFT.ahead) edit(editedMs, 'console')
  if (flow.name === ADRIFT.diverged) edit(unexplainedMs, 'nobody')
  turns.sort((a, b) => a.atMs - b.atMs)
  const hooks = [revision(flow, 1, first, story.fromMs)]
  for (const [index, { atMs, kind, text }] of turns.entries()) {
    hooks.push(revision(flow, index + 2, text, atMs))
    if (kind === 'console') hooks.push(audit(flow, index + 2, atMs))
  }
  return hooks
}

/** The same flow, an hour later every day. */
const hourLater = (text: string): string =>
  text.replace(/cron: "(\d+) (\d+) /, (_, minute, hour) => `cron: "${minute} ${(Number(hour) + 1) % 24} `)

/** Something else each time, so that each is a change. */
function next(said: Said, random: () => number): Said {
  const what = oneOf(random, ['minute', 'retries', 'timeout', 'watch'] as const)
  if (what === 'minute') return { ...said, minute: (said.minute + 5) % 60 }
  if (what === 'retries') return { ...said, retries: (said.retries % 4) + 1 }
  if (what === 'watch') return { ...said, isWatched: !said.isWatched }
  return { ...said, timeout: said.timeout === 'PT10M' ? 'PT20M' : 'PT10M' }
}

const textOf = (
  flow: Pick<SampleFlow, 'name' | 'space' | 'steps'>,
  { hour, minute, retries, timeout, isWatched }: Said,
): string =>
  `id: ${flow.name}
namespace: ${flow.space}
tasks:
${flow.steps.map((type, index) => `  - id: step_${index + 1}\n    type: ${type}\n    timeout: ${timeout}\n    retry:\n      type: constant\n      maxAttempts: ${retries}\n`).join('')}${isWatched ? '  - id: report\n    type: io.kestra.plugin.core.log.Log\n    message: done\n' : ''}triggers:
  - id: daily
    type: io.kestra.plugin.core.trigger.Schedule
    cron: "${minute} ${hour} * * *"
`

const revision = (flow: SampleFlow, number: number, source: string, atMs: number): SampleHook => ({
  source: 'kestra',
  atMs,
  headers: {},
  body: {
    kind: 'revision',
    tenant: 'main',
    item: {
      ...{ id: flow.name, namespace: flow.space, revision: number, updated: iso(atMs) },
      source,
    },
  },
})

const audit = (flow: SampleFlow, number: number, atMs: number): SampleHook =>
  audited(`${flow.name}-${number}`, atMs, 'tomasz', {
    ...{ type: 'UPDATE', resourceType: 'FLOW', namespace: flow.space, id: flow.name, revision: number },
  })

const secretOf = ({ bad }: Story): SampleHook =>
  audited('carrier-key', editsOf(bad).secretMs, 'priya', {
    ...{ type: 'UPDATE', resourceType: 'SECRET', namespace: 'acme.shipping', id: 'CARRIER_API_KEY' },
  })

function audited(id: string, atMs: number, person: string, detail: Record<string, unknown>): SampleHook {
  const user = loginOf(person)
  const auditLog = { id, type: 'UPDATE', date: iso(atMs), userId: user, detail }
  const item = { auditLog, user: { username: user, email: emailOf(person) } }
  return { source: 'kestra', atMs, headers: {}, body: { kind: 'audit', tenant: 'main', item } }
}
