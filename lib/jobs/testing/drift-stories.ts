import type { DriftState } from '@/lib/model/flow-change'
import { oneOf, type Random, randomOf } from '@/lib/sample/random'
import { BEGIN, kestraTells, MINUTE } from './change-world'

/** What happens to one flow. `text` is what its file or the tool holds from then on; null where it is taken away. */
type Step =
  | { does: 'commit'; atMs: number; words: string; text: string | null }
  | { does: 'tell'; atMs: number; words: string; items: unknown[] }

/** A flow with what happened to it, and how it stands by that. */
export type DriftStory = { flow: string; steps: Step[]; state: DriftState; lag: number | null }

/** The definition of a flow that says a number, written down in one of several ways that mean the same. */
export function written(flow: string, said: number, random: Random = () => 0): string {
  const task = `  - id: say\n    type: io.kestra.plugin.core.log.Log\n    message: ${quoted(`number ${said}`, random)}\n`
  const head = [`id: ${flow}\n`, 'namespace: shop\n', 'description: Says a number\n']
  const lines = random() < 0.5 ? head : head.toReversed()
  const comment = random() < 0.5 ? `# looked at ${Math.floor(random() * 1e6)} times\n` : ''
  return random() < 0.5
    ? `${comment}${lines.join('')}tasks:\n${task}`
    : `tasks:\n${task}${comment}${lines.join('')}`
}

const quoted = (text: string, random: Random): string =>
  oneOf(random, [text, `"${text}"`, `'${text}'`] as const)

const ACTS = [
  ...['commit', 'commit', 'commit', 'deploy', 'deploy', 'deploy', 'edit', 'edit', 'run'],
  ...['revert', 'format', 'take back', 'merge the edit', 'put an older one', 'roll back', 'run an older one'],
  ...['remove from Git', 'remove from the tool', 'save again'],
] as const
type Act = (typeof ACTS)[number]

/** A flow as it really stands, while things happen to it: what Git and the tool say, as numbers. */
class Tale {
  readonly steps: Step[] = []
  /** What Git said, oldest first; null for no file. */
  readonly #git: (number | null)[] = []
  /** What each revision of the tool said. */
  readonly #revisions: (number | null)[] = []
  /** What of Git the tool held last, and whether somebody changed it there since. */
  #base: number | null = null
  #isEdited = false
  /** What ran last, where that is not what the tool holds. */
  #stale: number | null = null
  #said = 0
  #atMs = BEGIN + MINUTE

  constructor(
    readonly flow: string,
    readonly random: Random,
  ) {}

  get #head(): number | null {
    return this.#git.at(-1) ?? null
  }
  get #held(): number | null {
    return this.#revisions.at(-1) ?? null
  }

  /** Does it, where it can be done. */
  act(act: Act): void {
    const [head, held] = [this.#head, this.#held]
    const older = this.#git.findLast((said) => said !== null && said !== head && said !== held) ?? null
    if (act === 'commit') this.#commit(++this.#said, act)
    else if (act === 'edit') this.#edit(++this.#said, act)
    else if (act === 'run') this.#run(this.#revisions.length, act)
    else if (act === 'run an older one')
      this.#run(this.#revisions.findLastIndex((said) => said !== null && said !== held) + 1, act)
    else if (act === 'save again' && held !== null) this.#hold(held, act, true)
    else if (head !== null) this.#actOnBoth(act, head, held, older)
  }

  #actOnBoth(act: Act, head: number, held: number | null, older: number | null): void {
    if (act === 'format') this.#commit(head, act)
    if (act === 'remove from Git') this.#commit(null, act)
    if (act === 'revert' && older !== null) this.#commit(older, act)
    if (act === 'deploy' && head !== held) this.#deploy(head, act)
    if (held === null) return
    if (act === 'remove from the tool') this.#edit(null, act)
    if (act === 'merge the edit') this.#merge(held)
    if (act === 'put an older one' && older !== null) this.#deploy(older, act)
    if (act === 'roll back' && older !== null && held === head) this.#edit(older, act, true)
    if (act === 'take back' && this.#isEdited && this.#base !== null) this.#deploy(this.#base, act, true)
  }

  /** How it stands; null where it is nowhere any more. */
  stands(): Pick<DriftStory, 'state' | 'lag'> | null {
    const [head, held] = [this.#head, this.#held]
    if (head === null) return held === null ? null : { state: 'orphan', lag: null }
    if (this.#revisions.length === 0) return { state: 'dormant', lag: null }
    if (held === head) {
      if (this.#stale === null || this.#stale === head) return { state: 'in_sync', lag: 0 }
      const lag = this.#since(this.#stale)
      return lag === null ? { state: 'diverged', lag: null } : { state: 'behind', lag }
    }
    if (!this.#isEdited) return { state: 'behind', lag: this.#since(held) }
    const missed = this.#base === null ? null : this.#since(this.#base)
    // Where it never was Git's, what Git said is missing as a whole.
    return missed === 0
      ? { state: 'ahead', lag: 0 }
      : missed === null
        ? null
        : { state: 'diverged', lag: missed }
  }

  /** How often Git moved since it said that. */
  #since(said: number | null): number | null {
    const index = this.#git.lastIndexOf(said)
    return index < 0 ? null : this.#git.length - 1 - index
  }

  #commit(said: number | null, words: string): void {
    if (this.#head !== said) this.#git.push(said)
    const text = said === null ? null : written(this.flow, said, this.random)
    this.steps.push({ does: 'commit', atMs: this.#pass(), words: `${words} ${said ?? ''}`.trim(), text })
  }

  #merge(held: number): void {
    if (!this.#isEdited) return
    this.#commit(held, 'merge the edit')
    this.#base = held
    this.#isEdited = false
  }

  #deploy(said: number, words: string, isByHand = false): void {
    this.#hold(said, words, isByHand)
    this.#base = said
    this.#isEdited = false
  }

  #edit(said: number | null, words: string, isSaid = false): void {
    this.#hold(said, words, isSaid || this.random() < 0.5)
    this.#isEdited = true
  }

  /** The tool comes to hold that; its audit log says so where somebody did it by hand and the edition has one. */
  #hold(said: number | null, words: string, isByHand: boolean): void {
    if (said !== this.#held) this.#stale = null
    this.#revisions.push(said)
    const [revision, atMs] = [this.#revisions.length, this.#pass()]
    const text = said === null ? null : written(this.flow, said, this.random)
    const items: unknown[] = [kestraTells.revision(this.flow, revision, text, atMs)]
    if (isByHand)
      items.push(kestraTells.audit(this.flow, `${this.flow}-${revision}`, atMs, 'grace', { revision }))
    this.steps.push({ does: 'tell', atMs, words: `${words} ${said ?? ''}`.trim(), items })
  }

  #run(revision: number, words: string): void {
    const said = this.#revisions[revision - 1] ?? null
    if (said === null || this.#held === null) return
    this.#stale = said
    const atMs = this.#pass()
    const item = kestraTells.execution(this.flow, `${this.flow}-${this.steps.length}`, revision, atMs)
    this.steps.push({ does: 'tell', atMs, words: `${words} ${said}`, items: [item] })
  }

  /** Some time goes by; more than clocks differ. */
  #pass(): number {
    this.#atMs += (11 + Math.floor(this.random() * 50)) * MINUTE
    return this.#atMs
  }
}

/** So many flows of each state, of stories that a seed makes. Each story is another one. */
export function driftStories(seed: string, states: readonly DriftState[], ofEach: number): DriftStory[] {
  const wanted = new Map(states.map((state) => [state, ofEach]))
  const stories: DriftStory[] = []
  const seen = new Set<string>()
  for (let number = 1; stories.length < states.length * ofEach && number < 10_000; number++) {
    const random = randomOf(seed, number)
    const tale = new Tale(`flow${stories.length + 1}`, random)
    tale.act(random() < 0.9 ? 'commit' : 'edit')
    for (let acts = Math.floor(random() * 10); acts > 0; acts--) tale.act(oneOf(random, ACTS))
    const stands = tale.stands()
    const left = stands === null ? 0 : (wanted.get(stands.state) ?? 0)
    const words = tale.steps.map((step) => step.words).join(', ')
    if (stands === null || left === 0 || seen.has(words)) continue
    seen.add(words)
    wanted.set(stands.state, left - 1)
    stories.push({ flow: tale.flow, steps: tale.steps, ...stands })
  }
  return stories
}
