import { BroughtCheckpoints } from './brought-checkpoints'
import { hex, isSameBytes } from './byte-text'
import { auditOrigin, type Checkpoint, openCheckpoint } from './checkpoint'
import type { PackHead } from './evidence-pack'
import { GENESIS_HASH, type Leaf, type Payload } from './leaf'
import {
  LOG_PRUNED,
  PERSONAL_DATA_ERASED,
  PlaceRuns,
  type Places,
  type Pruned,
  readErased,
  readPruned,
} from './log-marks'
import { Findings, type LogVerdict, notShown } from './log-verdict'
import { appendLeaf, type Frontier, frontierRoot, isConsistent, isIncluded, leafHash } from './merkle-tree'
import { sha256 } from './primitives'
import { readEntryLine } from './read-pack'
import { keyIdOf, type VerifierKey } from './signed-note'

/** What who verifies brings along: without it a pack only shows that it fits together. */
export type Brought = {
  /** Signed checkpoints that were kept outside. */
  olderCheckpoints: readonly string[]
  /** The keys that they know; none: the key of the pack is taken, and the verdict says so. */
  keys: readonly VerifierKey[]
}

/** Verifies a pack as its lines are read: `add` each line of `entries.jsonl`, then `finish`. It holds no entry in memory. */
export class LogVerification {
  readonly #head: PackHead
  readonly #keyFrom: 'given' | 'pack'
  readonly #checkpoint: Checkpoint | null
  #signedBy = ''
  readonly #brought: BroughtCheckpoints
  readonly #findings = new Findings()
  /** The log until the entry that was read last; null for a selection. */
  #frontier: Frontier | null
  #previous: Uint8Array | null = null
  #last = 0
  #entries = 0
  readonly #empty = new PlaceRuns()
  readonly #erased: Places[] = []
  #pruned: Pruned | null = null

  constructor(head: PackHead, brought: Brought) {
    this.#head = head
    this.#keyFrom = brought.keys.length > 0 ? 'given' : 'pack'
    const keys = brought.keys.length > 0 ? brought.keys : head.keys
    this.#frontier = head.proof?.before ?? null
    if (head.manifest.kind === 'range' && this.#frontier?.size !== head.manifest.from - 1)
      this.#findings.add('root', null, 'What came before the first entry is not as long as the manifest says')
    if (head.manifest.from === 1) this.#previous = GENESIS_HASH
    this.#last = head.manifest.kind === 'range' ? head.manifest.from - 1 : 0
    this.#checkpoint = this.#openOwn(keys)
    const own = { origin: auditOrigin(head.manifest.org), checkpoint: this.#checkpoint }
    this.#brought = new BroughtCheckpoints(brought.olderCheckpoints, keys, own, this.#findings)
    this.#brought.connect(head.older)
    this.#compareRoots()
  }

  /** Verifies the next line of `entries.jsonl`, without its newline. */
  add(line: string): void {
    this.#entries++
    const entry = readEntryLine(line)
    if (entry === null) {
      this.#findings.add('unreadable', null, `Line ${this.#entries} is no entry as entries are written`)
      return
    }
    const { leaf, text, payload } = entry
    const hash = leafHash(text)
    if (leaf.org !== this.#head.manifest.org)
      this.#findings.add('other-organization', leaf.seq, `It is an entry of the organization ${leaf.org}`)
    this.#checkPlace(leaf)
    this.#checkPayload(leaf, payload)
    if (this.#head.manifest.kind === 'range') {
      this.#frontier = this.#frontier === null ? null : appendLeaf(this.#frontier, hash)
      this.#compareRoots()
    } else this.#checkInclusion(leaf, hash, entry.proof)
    this.#previous = hash
    this.#last = leaf.seq
    this.#noteMarks(leaf, payload)
  }

  /** The verdict, after the last line. */
  finish(): LogVerdict {
    const { manifest } = this.#head
    if (this.#entries !== manifest.entries)
      this.#findings.add('count', null, `The pack says ${manifest.entries} entries and has ${this.#entries}`)
    else if (this.#entries > 0 && this.#last !== manifest.to)
      this.#findings.add('count', this.#last, `The pack says that it ends with entry ${manifest.to}`)
    this.#checkEnd()
    this.#checkTombstone()
    const verdict = {
      integrity: this.#findings.count === 0 ? ('holds' as const) : ('broken' as const),
      findings: this.#findings.first,
      findingsCount: this.#findings.count,
      checkpoint:
        this.#checkpoint === null
          ? null
          : {
              origin: this.#checkpoint.origin,
              size: this.#checkpoint.size,
              rootHex: hex(this.#checkpoint.root),
              key: this.#signedBy,
            },
      keyFrom: this.#keyFrom,
      older: this.#brought.verdicts(),
      completeness: this.#completeness(),
    }
    return { ...verdict, cannotShow: notShown(verdict) }
  }

  #openOwn(keys: readonly VerifierKey[]): Checkpoint | null {
    const opened = openCheckpoint(this.#head.checkpoint, keys)
    if (!opened.ok) {
      this.#findings.add(
        'checkpoint-signature',
        null,
        `The checkpoint is not signed by the key: ${opened.reason}`,
      )
      return null
    }
    this.#signedBy = opened.by.map((key) => `${key.name}+${hex(keyIdOf(key))}`).join(', ')
    const origin = auditOrigin(this.#head.manifest.org)
    if (opened.checkpoint.origin !== origin) {
      this.#findings.add(
        'checkpoint-of-other-log',
        null,
        `The checkpoint is of ${opened.checkpoint.origin}, not of ${origin}`,
      )
      return null
    }
    return opened.checkpoint
  }

  /** Compares with every checkpoint that was signed when the log was as long as what has been read. */
  #compareRoots(): void {
    const [frontier, own] = [this.#frontier, this.#checkpoint]
    if (frontier === null) return
    const isOwnEnd = own?.size === frontier.size
    if (!isOwnEnd && !this.#brought.isAwaited(frontier.size)) return
    const root = frontierRoot(frontier)
    if (isOwnEnd && !isSameBytes(root, own.root))
      this.#findings.add(
        'root',
        frontier.size,
        'The entries until here are not those that the checkpoint was signed for',
      )
    this.#brought.meet(frontier.size, root)
  }

  #checkPlace(leaf: Leaf): void {
    const isRange = this.#head.manifest.kind === 'range'
    const next = this.#last + 1
    if (isRange ? leaf.seq !== next : leaf.seq < next)
      this.#findings.add('sequence', leaf.seq, `After entry ${this.#last} comes entry ${leaf.seq}`)
    if (this.#previous !== null && leaf.seq === next && leaf.prev !== hex(this.#previous))
      this.#findings.add('chain', leaf.seq, 'The entry before is not the one that it was written after')
  }

  #checkPayload(leaf: Leaf, payload: string | null): void {
    if (payload === null) this.#empty.add(leaf.seq)
    else if (hex(sha256(payload)) !== leaf.payload_hash)
      this.#findings.add('payload', leaf.seq, 'The payload is not the one that was written')
  }

  #checkInclusion(leaf: Leaf, hash: Uint8Array, proof: readonly Uint8Array[] | null): void {
    if (this.#checkpoint === null) return
    const { size, root } = this.#checkpoint
    if (proof === null || !isIncluded({ index: leaf.seq - 1, size, leafHash: hash, proof, root }))
      this.#findings.add('not-included', leaf.seq, 'It is not in the log that the checkpoint was signed for')
  }

  #noteMarks(leaf: Leaf, payload: string | null): void {
    if (payload === null || (leaf.action !== LOG_PRUNED && leaf.action !== PERSONAL_DATA_ERASED)) return
    const { after }: Payload = JSON.parse(payload)
    if (leaf.action === PERSONAL_DATA_ERASED) {
      // Nothing is erased before it was written.
      for (const [from, to] of readErased(after) ?? []) if (to < leaf.seq) this.#erased.push([from, to])
    } else {
      const pruned = readPruned(after)
      if (pruned !== null && pruned.to < leaf.seq && pruned.to >= (this.#pruned?.to ?? 0))
        this.#pruned = pruned
    }
  }

  /** A range that ends before its checkpoint hangs in it by a proof; one that goes on beyond has met its size on the way. */
  #checkEnd(): void {
    const [frontier, checkpoint] = [this.#frontier, this.#checkpoint]
    if (frontier === null || checkpoint === null || frontier.size >= checkpoint.size) {
      if (frontier !== null && checkpoint !== null && this.#head.manifest.from - 1 > checkpoint.size)
        this.#findings.add('root', null, 'The checkpoint was signed before the first entry here')
      return
    }
    const size1 = frontier.size
    const root1 = frontierRoot(frontier)
    const proof = this.#head.proof?.consistency ?? []
    const { size: size2, root: root2 } = checkpoint
    if (size1 > 0 && !isConsistent({ size1, size2, root1, root2, proof }))
      this.#findings.add(
        'root',
        size1,
        'The entries here are not the beginning of what the checkpoint was signed for',
      )
  }

  #checkTombstone(): void {
    const before = this.#head.proof?.before
    if (this.#pruned === null || before === undefined || this.#pruned.to !== before.size) return
    if (!isSameBytes(this.#pruned.root, frontierRoot(before)))
      this.#findings.add('tombstone', null, 'What was removed is not what the entry of its removal says')
  }

  #completeness(): LogVerdict['completeness'] {
    const { kind, from, to } = this.#head.manifest
    const size = this.#checkpoint?.size ?? 0
    const isPruned = this.#pruned !== null && this.#pruned.to >= from - 1
    const after = Math.max(0, size - to)
    return {
      kind,
      from,
      to,
      entries: this.#entries,
      isWhole: kind === 'range' && from === 1 && after === 0 && this.#findings.count === 0,
      before:
        from === 1 || kind === 'selection'
          ? { entries: 0, why: 'none' }
          : { entries: from - 1, why: isPruned ? 'pruned' : 'not here' },
      after,
      unsigned: Math.max(0, this.#last - Math.max(size, from - 1)),
      erased: this.#empty.count,
      erasedUnexplained: this.#empty.without(this.#erased),
    }
  }
}

/** Verifies a pack whose entries are at hand as lines. */
export function verifyLog(head: PackHead, lines: Iterable<string>, brought: Brought): LogVerdict {
  const verification = new LogVerification(head, brought)
  for (const line of lines) verification.add(line)
  return verification.finish()
}
