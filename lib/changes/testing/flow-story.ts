import type { CommitTelling, DefinitionTelling, EditTelling, ToldActor } from '@/lib/model/change'
import { meaningOf } from '../meaning/meaning'
import type {
  CommitWitness,
  ExecutedTurn,
  ExecutedWitness,
  FlowWitnesses,
  KnownDefinition,
  ToolWitness,
} from '../witnesses'

const OF = { namespace: 'shop', flow: 'load' }
export const ADA: ToldActor = { kind: 'github', id: 'ada', name: 'Ada' }
export const BOB: ToldActor = { kind: 'email', id: 'bob@example.com', email: 'bob@example.com' }

/** The hour of a story as ISO 8601: `at(1.5)` is half past one. */
export const at = (hour: number): string =>
  new Date(Date.UTC(2026, 10, 1) + Math.round(hour * 3_600_000)).toISOString()
const nano = (hour: number): string => `${Date.parse(at(hour))}000000`

/** A flow of Kestra that logs a word. */
export const flowText = (message: string, cron = '0 3 * * *'): string =>
  `id: load\nnamespace: shop\ntasks:\n  - id: say\n    type: io.kestra.plugin.core.log.Log\n    message: ${message}\ntriggers:\n  - id: daily\n    type: io.kestra.plugin.core.trigger.Schedule\n    cron: "${cron}"\n`

const turnOf = ({ version, commit, gitHash }: Partial<ExecutedWitness>): Partial<ExecutedTurn> => ({
  ...(version === undefined ? {} : { version }),
  ...(commit === undefined ? {} : { commit }),
  ...(gitHash === undefined ? {} : { gitHash }),
})

/** What is told of one flow, written down as a story for tests: texts stand for their hashes. */
export class FlowStory {
  readonly commits: CommitWitness[] = []
  readonly tool: ToolWitness[] = []
  readonly executed: ExecutedWitness[] = []
  readonly turns: ExecutedTurn[] = []
  readonly definitions = new Map<string, KnownDefinition>()
  head: FlowWitnesses['head'] = null
  readonly #hashes = new Map<string, string>()
  #events = 0
  #text: string | null = null

  hash(text: string): string {
    const known = this.#hashes.get(text)
    if (known !== undefined) return known
    const meaning = meaningOf('kestra', text)
    if ('problem' in meaning) throw new Error(meaning.problem)
    if (!this.definitions.has(meaning.hash)) this.definitions.set(meaning.hash, { format: 'kestra', text })
    this.#hashes.set(text, meaning.hash)
    return meaning.hash
  }

  commit(
    hour: number,
    text: string | null,
    more: Partial<CommitWitness> & { message?: string; by?: ToldActor } = {},
  ): this {
    const { message = 'Load at another time', by = BOB, ...witness } = more
    const sha = witness.sha ?? `${String(this.commits.length + 1).padStart(8, '0')}abcdef`
    const path = 'flows/load.yml'
    const telling: CommitTelling = {
      about: 'commit',
      repository: 'github.com/octo/flows',
      branch: 'main',
      sha,
      at: nano(hour),
      author: by,
      committer: by,
      pusher: null,
      message,
      files: [{ path, was: 'modified' }],
    }
    const [beforeHash, afterHash] = [this.#text, text].map((each) => (each === null ? null : this.hash(each)))
    this.#text = text
    this.commits.push({
      repositoryId: 'r1',
      sha,
      position: this.commits.length + 1,
      landedAt: at(hour),
      telling,
      path,
      beforeHash: beforeHash ?? null,
      afterHash: afterHash ?? null,
      isRead: true,
      merge: null,
      deploys: [],
      ...witness,
    })
    this.head = text === null ? null : { repositoryId: 'r1', path, hash: this.hash(text), sha, at: at(hour) }
    return this
  }

  holds(hour: number, text: string | null, more: Partial<DefinitionTelling> = {}): this {
    const telling: DefinitionTelling = {
      about: 'definition',
      of: OF,
      place: 'deployed',
      at: nano(hour),
      format: 'kestra',
      text,
      ...(text === null ? { isGone: true } : {}),
      ...more,
    }
    this.tool.push({ eventId: this.#eventId(), telling, hash: text === null ? null : this.hash(text) })
    return this
  }

  edit(hour: number, more: Partial<EditTelling> = {}): this {
    const telling: EditTelling = {
      about: 'edit',
      of: OF,
      at: nano(hour),
      way: 'console',
      actor: ADA,
      action: 'FLOW UPDATE',
      ...more,
    }
    this.tool.push({ eventId: this.#eventId(), telling, hash: null })
    return this
  }

  ran(hour: number, text: string | null, more: Partial<ExecutedWitness> = {}): this {
    const id = `e${this.executed.length + 1}`
    const hash = text === null ? null : this.hash(text)
    const [version, commit] = [null, null]
    const ids = { firstExecutionId: id, lastExecutionId: id, executions: 1 }
    this.turns.push({ version, commit, at: at(hour), executionId: id, hash, ...turnOf(more) })
    this.executed.push({ version, commit, firstAt: at(hour), lastAt: at(hour), ...ids, hash, ...more })
    return this
  }

  witnesses(more: Partial<FlowWitnesses> = {}): FlowWitnesses {
    const { commits, tool, executed, turns, definitions, head } = this
    const isRepositoryBound = commits.length > 0
    const isDeployedKnown = tool.some(
      ({ telling }) => telling.about === 'definition' && telling.place === 'deployed',
    )
    const bound = { orgId: 'o1', flowId: 'f1', isRepositoryBound, isDeployedKnown, head }
    return { ...bound, commits, tool, executed, turns, definitions, now: at(100), ...more }
  }

  #eventId = (): string => `event-${++this.#events}`
}
