import { z } from 'zod'
import { AUDIT_OUTCOMES, HOLD_SCOPES, PUBLICATION_KINDS } from '@/lib/model/audit-entry'
import { AUDIT_FORMATS } from '@/lib/model/exported-audit-entry'
import { moment, named, optionalText, pageOf, uuid } from './components'
import { operation } from './operation'
import { cursor, limit } from './parameters'

const count = z.int().min(0)
const word = (about: string) => z.string().min(1).max(300).optional().describe(about)

/** What narrows entries down; everything given must hold. */
export const auditQuery = {
  q: word('Words that actions, targets and names begin with.'),
  actor: word('The id of who acted, or for whom.'),
  action: word('An action, or its noun: `source` finds `source.created`.'),
  target: word('A kind of thing, or `kind:id` for one thing.'),
  team: z.guid().optional().describe('Only what is of this team.'),
  outcome: z.enum(AUDIT_OUTCOMES).optional().describe('`denied`: somebody tried what they may not.'),
  source: word('What it came in by: `console`, `api`, `cli`, `worker`, `source`, or `api:<id of a token>`.'),
  ip: word('The address that it came from.'),
  from: z.iso.datetime({ offset: true }).optional().describe('From this moment on.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Before this moment.'),
}

const actor = z.object({
  kind: z.string(),
  id: z.string(),
  name: optionalText.describe('Null once it was erased.'),
})

const entryFields = {
  seq: z.int().min(1).describe('Its place in the log, from 1, without gaps.'),
  at: moment,
  actor,
  onBehalfOf: actor.nullable().describe('The person of a token.'),
  action: z.string().describe('`noun.verb`.'),
  outcome: z.enum(AUDIT_OUTCOMES),
  target: z.object({
    kind: z.string(),
    id: z.string(),
    name: optionalText,
    teamId: optionalText,
    teamName: optionalText,
  }),
  source: z
    .object({ kind: z.string(), id: optionalText })
    .nullable()
    .describe('What it came in by; null in entries from before that was written down.'),
  ip: optionalText,
  reason: optionalText,
  change: z
    .object({ id: uuid, summary: optionalText, by: optionalText })
    .nullable()
    .describe(
      'Of an entry about a change of a flow: which, what, and who did it in the tool or its repository.',
    ),
  isErased: z.boolean().describe('Names, addresses and values of it were erased; its hash and proof stay.'),
}

export const listAuditEntriesOperation = operation({
  id: 'listAuditEntries',
  tag: 'audit',
  path: '/audit/entries',
  summary: 'Who did what, newest first',
  description: 'Of teams in which you hold `audit.read`. That you looked is an entry, too.',
  query: { ...auditQuery, limit, cursor },
  answer: pageOf('AuditPage', named('AuditEntry', z.object(entryFields))),
})

export const countAuditEntriesOperation = operation({
  id: 'countAuditEntries',
  tag: 'audit',
  path: '/audit/entries/count',
  summary: 'How many entries there are, up to ten thousand, of words up to one thousand',
  query: auditQuery,
  answer: named(
    'AuditCount',
    z.object({ count, isMore: z.boolean().describe('There may be more than that.') }),
  ),
})

export const listAuditValuesOperation = operation({
  id: 'listAuditValues',
  tag: 'audit',
  path: '/audit/values',
  summary: 'Actions, actors, kinds of things and sources of the newest ten thousand entries',
  answer: named(
    'AuditValues',
    z.object({
      items: z.array(
        z.object({
          key: z.enum(['action', 'actor', 'targetKind', 'source']),
          value: z.string(),
          name: optionalText.describe('Of an actor.'),
          count,
        }),
      ),
    }),
  ),
})

const seq = z.coerce.number().int().min(1).describe('The number of the entry.')
const hash = z.string().describe('Hexadecimal.')

export const getAuditEntryOperation = operation({
  id: 'getAuditEntry',
  tag: 'audit',
  path: '/audit/entries/{seq}',
  summary: 'One entry with before and after, its place in the chain and its proof',
  params: { seq },
  answer: named(
    'AuditEntryDetail',
    z.object({
      ...entryFields,
      requestId: optionalText,
      before: z.unknown(),
      after: z.unknown(),
      format: z.union([z.literal(1), z.literal(2)]),
      ...{ hash, previousHash: hash, payloadHash: hash },
      leafText: z.string().describe('The canonical JSON whose hash is in the tree.'),
      payloadText: optionalText.describe('The canonical JSON of what can be erased; null once it was.'),
      covered: z
        .object({ size: count, at: moment, note: z.string(), proof: z.string() })
        .nullable()
        .describe('The last signed checkpoint and the proof under it; null until one covers the entry.'),
    }),
  ),
})

export const getAuditProofOperation = operation({
  id: 'getAuditProof',
  tag: 'audit',
  path: '/audit/entries/{seq}/proof',
  summary: 'That one entry is in the log: a file of the form c2sp.org/tlog-proof@v1',
  description: '409 until a signed checkpoint covers the entry, which takes five minutes at most.',
  params: { seq },
  media: 'text/plain',
  answer: named('TlogProof', z.string()),
})

const finding = z.object({ seq: z.int().nullable(), message: z.string() })

export const getAuditIntegrityOperation = operation({
  id: 'getAuditIntegrity',
  tag: 'audit',
  path: '/audit/integrity',
  summary: 'How far the log is verified, signed and published, and what is kept of it',
  answer: named(
    'AuditIntegrity',
    z.object({
      size: count.describe(
        'The number of the last entry; of an auditor of a team, of the last that is signed.',
      ),
      readable: z
        .object({ count, isMore: z.boolean() })
        .nullable()
        .describe('Entries that an auditor of a team may read, up to ten thousand; null for who reads all.'),
      firstSeq: z.int().nullable().describe('The first entry that retention has not removed.'),
      verified: z
        .object({ to: count, at: moment, isIntact: z.boolean(), findings: z.array(finding) })
        .nullable(),
      isVerifying: z.boolean(),
      checkpoint: z.object({ size: count, at: moment, note: z.string() }).nullable(),
      alarm: z
        .object({ size: count, why: z.string(), since: moment })
        .nullable()
        .describe('Why nothing is signed any more.'),
      publications: z
        .array(
          z.object({
            ...{ id: uuid, kind: z.enum(PUBLICATION_KINDS), destination: z.string(), hasSecret: z.boolean() },
            ...{ createdAt: moment, lastSize: count.nullable(), lastAt: moment.nullable() },
            lastError: optionalText,
            ...{ failingSince: moment.nullable(), nextAttemptAt: moment.nullable() },
          }),
        )
        .describe('For those who may read all of the log.'),
      holds: z.array(
        z.object({
          ...{ id: uuid, scope: z.enum(HOLD_SCOPES), teamId: optionalText },
          target: z.object({ kind: z.string(), id: z.string() }).nullable(),
          ...{ reason: z.string(), setBy: z.string(), setAt: moment },
          ...{ releasedAt: moment.nullable(), releasedBy: optionalText },
        }),
      ),
      retentionDays: z.int().nullable().describe('Null: for good.'),
      keys: z.array(z.object({ vkey: z.string(), since: moment, retiredAt: moment.nullable() })),
    }),
  ),
})

export const getAuditCheckpointOperation = operation({
  id: 'getAuditCheckpoint',
  tag: 'audit',
  path: '/audit/checkpoint',
  summary:
    'The last signed checkpoint (C2SP tlog-checkpoint): keep it outside, and nothing can be rewritten unseen',
  description: '404 until one is signed.',
  media: 'text/plain',
  answer: named('Checkpoint', z.string()),
})

export const exportAuditOperation = operation({
  id: 'exportAudit',
  tag: 'audit',
  path: '/audit/export',
  summary: 'Every entry that the filter finds as a file, newest first, written while it is read',
  description:
    '`csv` and `jsonl` have the same columns; `ocsf` are events of the Open Cybersecurity Schema Framework, `ecs` documents of the Elastic Common Schema, one a line. An export is an entry, too.',
  query: { format: z.enum(AUDIT_FORMATS).default('jsonl').describe('The shape of the file.'), ...auditQuery },
  media: 'application/jsonl',
  answer: named('AuditFile', z.string()),
})

export const getAuditPackOperation = operation({
  id: 'getAuditPack',
  tag: 'audit',
  path: '/audit/pack',
  summary: 'An evidence pack: entries, signed checkpoint, proofs, keys and the verifier as a zip',
  description:
    'Where only time narrows it and you may read all of the log, it holds every entry between two (a million at most); else those that are found, each with its own proof (10,000 at most). 409 while nothing of it is signed.',
  query: auditQuery,
  media: 'application/zip',
  answer: named('EvidencePack', z.string().meta({ format: 'binary' })),
})
