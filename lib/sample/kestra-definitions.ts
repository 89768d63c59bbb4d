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

type Story = {
  seed: string
  fromMs: number
  nowMs: number
  bad: BadChange
  changes: readonly { commit: SampleCommit; files: readonly string[] }[]
}

type Turn = { atMs: number; kind: 'commit' | 'console' | 'nobody' }

/** Revisions of Kestra's flows and what its audit log says of them: what commits brought, one edit by hand, one by nobody. */
export function definitionsOf(story: Story): SampleHook[] {
  return [...KESTRA_FLOWS.flatMap((flow) => revisionsOf(flow, story)), secretOf(story)]
}

function revisionsOf(flow: SampleFlow, { seed, fromMs, bad, changes }: Story): SampleHook[] {
  const file = `flows/${flow.space}/${flow.name}.yml`
  const { editedMs, unexplainedMs } = editsOf(bad)
  const turns: Turn[] = changes
    .filter(({ files }) => files.includes(file))
    .map(({ commit }) => ({ atMs: commit.atMs + 3 * MINUTE_MS, kind: 'commit' }))
  if (flow.name === 'stock_snapshot') turns.push({ atMs: editedMs, kind: 'console' })
  if (flow.name === 'carrier_rates') turns.push({ atMs: unexplainedMs, kind: 'nobody' })
  turns.sort((a, b) => a.atMs - b.atMs)
  const random = randomOf(seed, 'definition', flow.name)
  let said: Said = { hour: 4, minute: 20, retries: 1, timeout: 'PT10M', isWatched: false }
  const hooks = [revision(flow, 1, said, fromMs)]
  for (const [index, { atMs, kind }] of turns.entries()) {
    said = kind === 'commit' ? next(said, random) : { ...said, hour: (said.hour + 1) % 24 }
    hooks.push(revision(flow, index + 2, said, atMs))
    if (kind === 'console') hooks.push(audit(flow, index + 2, atMs))
  }
  return hooks
}

/** Something else each time, so that each is a change. */
function next(said: Said, random: () => number): Said {
  const what = oneOf(random, ['minute', 'retries', 'timeout', 'watch'] as const)
  if (what === 'minute') return { ...said, minute: (said.minute + 5) % 60 }
  if (what === 'retries') return { ...said, retries: (said.retries % 4) + 1 }
  if (what === 'watch') return { ...said, isWatched: !said.isWatched }
  return { ...said, timeout: said.timeout === 'PT10M' ? 'PT20M' : 'PT10M' }
}

const textOf = (flow: SampleFlow, { hour, minute, retries, timeout, isWatched }: Said): string =>
  `id: ${flow.name}
namespace: ${flow.space}
tasks:
${flow.steps.map((type, index) => `  - id: step_${index + 1}\n    type: ${type}\n    timeout: ${timeout}\n    retry:\n      type: constant\n      maxAttempts: ${retries}\n`).join('')}${isWatched ? '  - id: report\n    type: io.kestra.plugin.core.log.Log\n    message: done\n' : ''}triggers:
  - id: daily
    type: io.kestra.plugin.core.trigger.Schedule
    cron: "${minute} ${hour} * * *"
`

const revision = (flow: SampleFlow, number: number, said: Said, atMs: number): SampleHook => ({
  source: 'kestra',
  atMs,
  headers: {},
  body: {
    kind: 'revision',
    tenant: 'main',
    item: {
      ...{ id: flow.name, namespace: flow.space, revision: number, updated: iso(atMs) },
      source: textOf(flow, said),
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
