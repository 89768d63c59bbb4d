/** What is wrong with a log, each with the place where it was seen. */
export type FindingCode =
  /** A line that is no entry, or one that is written otherwise than entries are. */
  | 'unreadable'
  | 'other-organization'
  /** A place that is missing, comes twice or comes too early. */
  | 'sequence'
  /** `prev` is not the hash of the entry before. */
  | 'chain'
  /** The payload is not the one whose hash the entry holds. */
  | 'payload'
  /** Entries and signed checkpoint do not fit. */
  | 'root'
  /** An entry is not in the log that the checkpoint is of. */
  | 'not-included'
  | 'checkpoint-signature'
  | 'checkpoint-of-other-log'
  /** The older checkpoint is not signed by the key of this log. */
  | 'older-signature'
  | 'older-of-other-log'
  /** The log has been shorter since than an older checkpoint says that it was. */
  | 'cut'
  /** The log is not the one that an older checkpoint was signed for, with more added. */
  | 'rewritten'
  /** What the entry of a removal says of the removed is not what the proof says. */
  | 'tombstone'
  /** Fewer or more entries than the pack says. */
  | 'count'

/** Something that is not as it must be. */
export type Finding = { code: FindingCode; seq: number | null; message: string }

const FIRST_MAX = 100

/** What was found so far: the first hundred, and how many in all. */
export class Findings {
  readonly first: Finding[] = []
  count = 0

  /** Notes one more; `seq` is null where no one entry is to blame. */
  add(code: FindingCode, seq: number | null, message: string): void {
    this.count++
    if (this.first.length < FIRST_MAX) this.first.push({ code, seq, message })
  }
}

/** What became of an older checkpoint that who verifies brought along. */
export type OlderVerdict = {
  size: number | null
  /** `unconnected`: the pack has neither its entries nor a proof from it; ask for a pack that goes back to it. */
  outcome: 'continues' | 'broken' | 'unconnected'
}

/** What the verification of a log came to: that what is there is true (integrity), and that it is all (completeness), apart. */
export type LogVerdict = {
  integrity: 'holds' | 'broken'
  findings: Finding[]
  /** All that was found; `findings` has the first hundred. */
  findingsCount: number
  checkpoint: { origin: string; size: number; rootHex: string; key: string } | null
  /** `given`: by a key that the verifying person brought. `pack`: by the key that came along, which anybody can make. */
  keyFrom: 'given' | 'pack'
  older: OlderVerdict[]
  completeness: {
    kind: 'range' | 'selection'
    from: number
    to: number
    entries: number
    /** Every entry from the first to the end of the checkpoint is here. */
    isWhole: boolean
    /** Entries before the first one here; `pruned` when an entry of the log says that they were removed. */
    before: { entries: number; why: 'none' | 'pruned' | 'not here' }
    /** Entries of the checkpoint after the last one here. */
    after: number
    /** Entries here that came after the checkpoint was signed: chained, signed for by nobody yet. */
    unsigned: number
    erased: number
    /** Erased, and no entry here says so. */
    erasedUnexplained: number
  }
  /** What this verification cannot show, in sentences. */
  cannotShow: string[]
}

/** What no verification of this log shows, and what this one does not for want of something. */
export function notShown(
  of: Pick<LogVerdict, 'keyFrom' | 'older' | 'completeness' | 'integrity' | 'checkpoint'>,
): string[] {
  const { kind, before, after, unsigned, erased, erasedUnexplained } = of.completeness
  const n = (count: number, word: string): string => `${count} ${word}${count === 1 ? 'y' : 'ies'}`
  return [
    'That everything that happened was written down. A log shows what was written, not what was left out.',
    ...(of.keyFrom === 'pack'
      ? ['Whose key signed it: the key came with the pack. Give the key that you know.']
      : []),
    ...(of.older.some(({ outcome }) => outcome === 'continues')
      ? [
          'Anything of the time before the oldest checkpoint that you brought: whoever holds the key could have rewritten it before.',
        ]
      : [
          'That the log was not rewritten as a whole by somebody who holds the key. Bring a checkpoint that you kept.',
        ]),
    ...of.older
      .filter(({ outcome }) => outcome === 'unconnected')
      .map(
        ({ size }) =>
          `That the log goes on from your checkpoint of ${size}: this pack has no proof from there.`,
      ),
    ...(kind === 'selection'
      ? [
          'That the selection has all that its filter means: each entry is proven, the absence of others is not.',
        ]
      : []),
    ...(before.why === 'not here'
      ? [`What the ${n(before.entries, 'entr')} before the first one here say.`]
      : []),
    ...(before.why === 'pruned'
      ? [`What the ${n(before.entries, 'entr')} that retention removed said; their hashes are in the root.`]
      : []),
    ...(kind === 'range' && after > 0 ? [`What the ${n(after, 'entr')} after the last one here say.`] : []),
    ...(unsigned > 0
      ? [
          `That the last ${n(unsigned, 'entr')} stay: they came after the checkpoint, and nobody has signed for them yet.`,
        ]
      : []),
    ...(erased > 0 ? [`What the ${erased} erased payloads said.`] : []),
    ...(erasedUnexplained > 0
      ? [`Why ${erasedUnexplained} of the payloads are missing: no entry here says that they were erased.`]
      : []),
  ]
}

/** The verdict as lines for people, the same in a terminal and on a page. */
export function verdictText(verdict: LogVerdict): string {
  const { completeness: of, checkpoint, findings, findingsCount } = verdict
  const older = verdict.older.map(
    ({ size, outcome }) => `             older checkpoint of ${size ?? '?'}: ${outcome}`,
  )
  return [
    `Integrity    ${verdict.integrity === 'holds' ? 'holds' : 'BROKEN'}`,
    checkpoint === null
      ? '             no valid checkpoint'
      : `             checkpoint of ${checkpoint.origin}: ${checkpoint.size} entries, root ${checkpoint.rootHex}, key ${checkpoint.key} (${verdict.keyFrom === 'given' ? 'the one given' : 'from the pack'})`,
    ...older,
    ...findings.map(
      ({ seq, code, message }) => `  ✗ ${seq === null ? '' : `entry ${seq}: `}${message} [${code}]`,
    ),
    ...(findingsCount > findings.length ? [`  ✗ and ${findingsCount - findings.length} more`] : []),
    `Completeness ${of.isWhole ? 'whole' : 'in part'}: ${of.entries} entries, ${of.kind === 'range' ? 'all' : 'selected'} from ${of.from} to ${of.to}`,
    `             before: ${of.before.entries}${of.before.why === 'none' ? '' : ` (${of.before.why})`}, after, in the checkpoint: ${of.after}, not yet signed for: ${of.unsigned}, erased payloads: ${of.erased}`,
    'This does not show',
    ...verdict.cannotShow.map((sentence) => `  - ${sentence}`),
    '',
  ].join('\n')
}
