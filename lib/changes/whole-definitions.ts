import { turnWitnesses } from './executed-returns'
import type { GitHistory } from './git-steps'
import { MINUTE, type Micros, microsOf } from './instant'
import type { ToolHistory } from './tool-steps'
import type { ExecutedTurn, ExecutedWitness, FlowWitnesses } from './witnesses'

const CLOCK_SLACK = 5 * MINUTE

type Landed = { hash: string; at: Micros; shas: readonly string[] }

/**
 * A tool shows one file of a definition that stands in several: whatever it shows stands for the definition with that file
 * that the branch had at the time, so that both are one version. A function of the set of witnesses.
 */
export class WholeDefinitions {
  readonly #definitions: FlowWitnesses['definitions']
  /** By what a tool shows of them, oldest first; empty where every definition is one file. */
  readonly #landed = new Map<string, Landed[]>()

  constructor({ definitions, head }: FlowWitnesses, git: GitHistory) {
    this.#definitions = definitions
    if (![...definitions.values()].some(({ ownHash }) => ownHash !== undefined)) return
    for (const { at, before, after, commits } of git.steps) {
      this.#add(before, at, [])
      this.#add(
        after,
        at,
        commits.map(({ sha }) => sha),
      )
    }
    for (const { afterHash, landedAt, sha } of git.repeats) this.#add(afterHash, microsOf(landedAt), [sha])
    if (head !== null) this.#add(head.hash, microsOf(head.at), [head.sha])
    for (const each of this.#landed.values()) each.sort((a, b) => a.at - b.at || (a.hash < b.hash ? -1 : 1))
  }

  /** What was held at a time, where that is all that was shown of it. */
  heldAt(shown: string | null, at: Micros, commit: string | null | undefined): string | null {
    const all = this.#landed.get(shown ?? '')
    if (all === undefined) return shown
    const exact = ofCommit(all, commit)
    return (exact ?? all.findLast((each) => each.at <= at + CLOCK_SLACK) ?? all[0])?.hash ?? shown
  }

  /** What Git has that looks the same in the tool: that of the commit where one is named, else the newest. */
  newestLike(shown: string | null, commit: string | null | undefined): string | null {
    const all = this.#landed.get(shown ?? '')
    return (all === undefined ? undefined : (ofCommit(all, commit) ?? all.at(-1)))?.hash ?? shown
  }

  /** What a tool shows of a definition. */
  shownOf(hash: string | null): string | null {
    return this.#definitions.get(hash ?? '')?.ownHash ?? hash
  }

  /** What the tool held, by whole definitions. */
  historyOf(tool: ToolHistory): ToolHistory {
    if (this.#landed.size === 0) return tool
    const whole = (move: ToolHistory['moves'][number]) => ({
      ...move,
      hash: this.heldAt(move.hash, move.at, move.telling.commit),
      before: this.heldAt(move.before, move.sinceAt ?? move.at, null),
    })
    return { ...tool, moves: tool.moves.map(whole), repeats: tool.repeats.map(whole) }
  }

  /**
   * What executions ran: that of their commit, unless the tool says that it was something else. Where nothing says more than
   * the tool shows, what the branch had then, or, to be compared with the branch, the newest of that look.
   */
  executedOf(executed: readonly ExecutedWitness[], asOf: 'then' | 'now'): ExecutedWitness[] {
    if (this.#landed.size === 0) return [...executed]
    return executed.map((witness) => {
      const { hash, gitHash = null, firstAt, commit } = witness
      if (gitHash !== null && (hash === null || this.shownOf(gitHash) === this.shownOf(hash)))
        return { ...witness, hash: gitHash }
      const like =
        asOf === 'now' ? this.newestLike(hash, commit) : this.heldAt(hash, microsOf(firstAt), commit)
      return { ...witness, hash: like }
    })
  }

  /** The same of turns. */
  turnsOf(turns: readonly ExecutedTurn[]): ExecutedTurn[] {
    const asWitnesses = this.executedOf(turnWitnesses(turns), 'then')
    return turns.map((turn, index) => ({ ...turn, hash: asWitnesses[index]?.hash ?? null }))
  }

  #add(hash: string | null | undefined, at: Micros, shas: readonly string[]): void {
    const shown = this.shownOf(hash ?? null)
    if (hash === null || hash === undefined || shown === null) return
    this.#landed.set(shown, [...(this.#landed.get(shown) ?? []), { hash, at, shas }])
  }
}

const ofCommit = (all: readonly Landed[], commit: string | null | undefined): Landed | undefined =>
  commit === null || commit === undefined ? undefined : all.find(({ shas }) => shas.includes(commit))
