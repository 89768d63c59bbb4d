import { isSameBytes } from './byte-text'
import { type Checkpoint, openCheckpoint, peekCheckpoint } from './checkpoint'
import type { OlderCheckpoint } from './evidence-pack'
import type { Findings, OlderVerdict } from './log-verdict'
import { isConsistent } from './merkle-tree'
import type { VerifierKey } from './signed-note'

type Brought = { checkpoint: Checkpoint | null; outcome: OlderVerdict['outcome'] }

/** What log the checkpoints must be of, and its own, to which the others lead; null when that one could not be opened. */
type OwnLog = { origin: string; checkpoint: Checkpoint | null }

/** The older checkpoints that who verifies has kept: each must be the beginning of the log that is verified. */
export class BroughtCheckpoints {
  readonly #all: Brought[]

  constructor(
    notes: readonly string[],
    private readonly keys: readonly VerifierKey[],
    private readonly own: OwnLog,
    private readonly findings: Findings,
  ) {
    this.#all = notes.map((note) => this.#opened(note))
  }

  /** True when one was signed for a log of that size, and nothing was said of it yet. */
  isAwaited(size: number): boolean {
    return this.#all.some((each) => each.outcome === 'unconnected' && each.checkpoint?.size === size)
  }

  /** Compares those of that size with the root that the entries came to. */
  meet(size: number, root: Uint8Array): void {
    for (const each of this.#all) {
      if (each.outcome !== 'unconnected' || each.checkpoint?.size !== size) continue
      each.outcome = isSameBytes(root, each.checkpoint.root) ? 'continues' : 'broken'
      if (each.outcome === 'broken')
        this.findings.add(
          'rewritten',
          size,
          'The entries until here are not those that your older checkpoint was signed for',
        )
    }
  }

  /** Connects those that the pack has a proof from. What the pack itself has of older checkpoints must lead to its own, too. */
  connect(offered: readonly OlderCheckpoint[]): void {
    for (const { note, proof } of offered) {
      this.#checkOffered(note, proof)
      const size = peekCheckpoint(note)?.size
      for (const each of this.#all) {
        if (each.outcome !== 'unconnected' || each.checkpoint === null || each.checkpoint.size !== size)
          continue
        each.outcome = this.#leadsToOwn(each.checkpoint, proof) ? 'continues' : 'broken'
        if (each.outcome === 'broken')
          this.findings.add('rewritten', size, 'The log does not go on from your older checkpoint')
      }
    }
  }

  /** What became of each, in the order in which they were given. */
  verdicts(): OlderVerdict[] {
    return this.#all.map(({ checkpoint, outcome }) => ({ size: checkpoint?.size ?? null, outcome }))
  }

  #opened(note: string): Brought {
    const opened = openCheckpoint(note, this.keys)
    if (!opened.ok) {
      this.findings.add(
        'older-signature',
        null,
        `An older checkpoint is not signed by the key: ${opened.reason}`,
      )
      return { checkpoint: null, outcome: 'broken' }
    }
    const { checkpoint } = opened
    const own = this.own.checkpoint
    if (checkpoint.origin !== this.own.origin) {
      this.findings.add('older-of-other-log', null, `An older checkpoint is of ${checkpoint.origin}`)
      return { checkpoint, outcome: 'broken' }
    }
    if (own !== null && checkpoint.size > own.size) {
      const was = `your checkpoint was signed when it had ${checkpoint.size} entries`
      this.findings.add('cut', own.size, `The log ends here; ${was}`)
      return { checkpoint, outcome: 'broken' }
    }
    const isNothing = checkpoint.size === 0
    const brought: Brought = { checkpoint, outcome: isNothing ? 'continues' : 'unconnected' }
    if (own !== null && !isNothing && own.size === checkpoint.size) {
      brought.outcome = isSameBytes(own.root, checkpoint.root) ? 'continues' : 'broken'
      if (brought.outcome === 'broken')
        this.findings.add('rewritten', own.size, 'Two checkpoints of the same size have different roots')
    }
    return brought
  }

  #checkOffered(note: string, proof: readonly Uint8Array[]): void {
    const opened = openCheckpoint(note, this.keys)
    // One of a key before the rotation proves nothing to who knows only the new one; it does no harm either.
    if (!opened.ok && opened.reason === 'unknown-key') return
    if (!opened.ok)
      this.findings.add(
        'older-signature',
        null,
        `An older checkpoint of the pack is not signed: ${opened.reason}`,
      )
    else if (
      opened.checkpoint.size > 0 &&
      this.own.checkpoint !== null &&
      !this.#leadsToOwn(opened.checkpoint, proof)
    )
      this.findings.add(
        'rewritten',
        opened.checkpoint.size,
        'The log does not go on from an older checkpoint of the pack',
      )
  }

  #leadsToOwn({ origin, size, root }: Checkpoint, proof: readonly Uint8Array[]): boolean {
    const own = this.own.checkpoint
    if (own === null || origin !== this.own.origin) return false
    return isConsistent({ size1: size, size2: own.size, root1: root, root2: own.root, proof })
  }
}
