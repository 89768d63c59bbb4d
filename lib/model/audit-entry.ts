/** `denied`: somebody tried what they may not. */
export const AUDIT_OUTCOMES = ['done', 'denied'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

/**
 * What an action came in by. `console`: a signed-in browser. `api`: a token, whose id it has. `cli`: a command of
 * `bin/runledger`, named. `worker`: Runledger itself, by the part that acted. `source`: a tool that told of it, by its source.
 */
export const AUDIT_SOURCES = ['console', 'api', 'cli', 'worker', 'source'] as const
export type AuditSourceKind = (typeof AUDIT_SOURCES)[number]
export type AuditSource = { kind: AuditSourceKind; id: string | null }

/** Where checkpoints are published. */
export const PUBLICATION_KINDS = ['file', 'webhook', 'git'] as const
export type PublicationKind = (typeof PUBLICATION_KINDS)[number]

/** What a legal hold keeps from retention: the whole log, what is of a team, or what was done to one thing. */
export const HOLD_SCOPES = ['all', 'team', 'target'] as const
export type HoldScope = (typeof HOLD_SCOPES)[number]

/** Who acted, or for whom. The name is null once it was erased. */
export type NamedActor = { kind: string; id: string; name: string | null }

/** A row of the audit log. */
export type ListedAuditEntry = {
  seq: number
  at: Date
  actor: NamedActor
  onBehalfOf: NamedActor | null
  action: string
  outcome: AuditOutcome
  /** `name`: what the entry itself calls it, where it does. */
  target: { kind: string; id: string; teamId: string | null; teamName: string | null; name: string | null }
  /** Null in entries that were written before it was. */
  source: { kind: string; id: string | null } | null
  ip: string | null
  reason: string | null
  /** Of an entry about a change of a flow: which, what, and who did it in the tool, as far as that is known. */
  change: { id: string; summary: string | null; by: string | null } | null
  /** Names, addresses and values of this entry were erased; its leaf and proof stay. */
  isErased: boolean
}

/** One entry with all that it says, its place in the chain, and what proves it. */
export type AuditEntryDetail = ListedAuditEntry & {
  requestId: string | null
  before: unknown
  after: unknown
  format: 1 | 2
  /** Hexadecimal, as are those below. */
  hash: string
  previousHash: string
  payloadHash: string
  /** The canonical JSON whose hash stands in the tree. */
  leafText: string
  /** The canonical JSON of what can be erased; null once it was. */
  payloadText: string | null
  /** The last signed checkpoint, if it covers the entry, and the entry's `c2sp.org/tlog-proof@v1` under it. */
  covered: { size: number; at: Date; note: string; proof: string } | null
}

/** What is asked of the log; everything given must hold. */
export type AuditFilter = {
  /** Words that actions, targets, and people's names begin with. */
  text?: string
  /** The id of who acted, or for whom. */
  actor?: string
  /** An action, or its noun: `source` finds `source.created`. */
  action?: string
  targetKind?: string
  targetId?: string
  team?: string
  outcome?: string
  source?: string
  ip?: string
  since?: Date
  until?: Date
  /** The `seq` of the last row of the page before. */
  after?: number
}

/** Where checkpoints go, and how that goes. */
export type ListedPublication = {
  id: string
  kind: PublicationKind
  /** Where to, as people know it: a path, an address without its secrets. */
  destination: string
  hasSecret: boolean
  createdAt: Date
  lastSize: number | null
  lastAt: Date | null
  lastError: string | null
  /** Since when it has failed without success in between. */
  failingSince: Date | null
  nextAttemptAt: Date | null
}

/** What keeps entries from retention. */
export type ListedHold = {
  id: string
  scope: HoldScope
  teamId: string | null
  target: { kind: string; id: string } | null
  reason: string
  setBy: string
  setAt: Date
  releasedAt: Date | null
  releasedBy: string | null
}

/** The state of a log: what the integrity bar shows. */
export type AuditIntegrity = {
  /** The last entry; for who reads a part of the log, the last that is signed, which everybody may know. */
  size: number
  /** Of who reads a part of the log, how many entries that is; null for who reads all of it. */
  readable: { count: number; isMore: boolean } | null
  /** The first entry that retention has not removed; 1 when it removed none, null of an empty log. */
  firstSeq: number | null
  /** The last full verification; null when there was none. `isRunning`: one was asked for and has not ended. */
  verified: {
    to: number
    at: Date
    isIntact: boolean
    findings: { seq: number | null; message: string }[]
  } | null
  isVerifying: boolean
  checkpoint: { size: number; at: Date; note: string } | null
  /** Why nothing is signed any more, and since when; null while all is well. */
  alarm: { size: number; why: string; since: Date } | null
  publications: ListedPublication[]
  holds: ListedHold[]
  /** Days that entries are kept; null: for good. */
  retentionDays: number | null
  /** The keys that sign or signed, as `vkey` texts, the newest first. */
  keys: { vkey: string; since: Date; retiredAt: Date | null }[]
}
