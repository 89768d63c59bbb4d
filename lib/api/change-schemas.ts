import { z } from 'zod'
import { CHANGE_CLASSES, CHANGE_WAYS } from '@/lib/model/change'
import { DRIFT_STATES } from '@/lib/model/flow-change'
import { milliseconds, moment, named, optionalText, uuid } from './components'
import { state } from './execution-operations'

const count = z.int().min(0)

export const actor = named(
  'ChangeActor',
  z.object({
    key: z.string().describe('`kind:id`, as the tool names them.'),
    name: z.string(),
    isBot: z.boolean(),
    personId: uuid.describe('The same for all names of one person.'),
    person: optionalText.describe('The name of the person, where it is known whose name this is.'),
  }),
)

const outcome = z.object({ id: uuid, state, at: moment })
const outcomes = z.array(outcome)
const url = optionalText.describe('As the tool gave it.')
const commit = z.object({ sha: z.string(), message: z.string(), url })
const merge = z.object({ number: z.string(), title: z.string(), url })
const classes = z.array(z.enum(CHANGE_CLASSES))
const reason = z
  .object({ kind: z.enum(['merge', 'ticket', 'commit', 'edit', 'answer']), text: z.string(), url })
  .nullable()
  .describe('Null where none was found.')
const way = z.enum(CHANGE_WAYS)
const difference = z.object({
  class: z.enum(CHANGE_CLASSES),
  path: z.string(),
  from: z.unknown(),
  to: z.unknown(),
})

export const change = z.object({
  id: uuid,
  at: moment,
  flowId: uuid.nullable().describe('Null for what is of no one flow: a connection, a variable.'),
  name: z.string().describe('Of the flow, or of what was changed.'),
  ...{ namespace: z.string(), sourceId: uuid, source: z.string(), sourceKind: z.string() },
  ...{ teamId: uuid, team: z.string(), way, classes, summary: z.string() },
  actor: actor.nullable().describe('Of record: who merged or committed, else who edited.'),
  isUnexplained: z.boolean().describe('No witness says who did it.'),
  ...{ hasReason: z.boolean(), reason, tickets: z.array(z.string()) },
  ...{ commit: commit.nullable(), merge: merge.nullable() },
  reached: z
    .object({
      committedAt: moment.nullable(),
      deployedAt: moment.nullable(),
      executedAt: moment.nullable(),
    })
    .describe('When it came how far.'),
  isWitnessedBy: z.object({
    git: z.boolean(),
    tool: z.boolean(),
    ci: z.boolean(),
    execution: z.boolean(),
  }),
  drift: z.enum(DRIFT_STATES).nullable().describe('How the flow stands to Git now.'),
  ...{ isReviewed: z.boolean(), isAsked: z.boolean() },
  effect: outcomes.describe('The next five executions, the first first.'),
})

const definition = z.object({
  hash: z.string().describe('SHA-256 of what it means, in hex.'),
  format: z.string(),
  text: optionalText.describe('Null where it was never told.'),
  number: count.nullable().describe('Of the version; null where it is none of this flow.'),
})

const key = optionalText.describe('Key of the actor.')

const witness = z.object({
  kind: z.enum(['commit', 'merge', 'revision', 'edit', 'deploy', 'execution']),
  ...{ at: moment, actorKey: key, says: z.string(), url },
  ...{ eventId: uuid.nullable(), sha: optionalText, executionId: uuid.nullable() },
})

export const changeDetail = change.extend({
  ...{ before: definition.nullable(), after: definition.nullable() },
  differences: z.array(difference),
  fields: z
    .array(z.object({ name: z.string(), from: z.unknown(), to: z.unknown() }))
    .describe('Where the tool tells fields and no text.'),
  parts: z
    .object({ author: key, committer: key, pusher: key, merger: key, editor: key, deployer: key })
    .describe('Who had which part in it.'),
  reviewers: z.array(
    z.object({ actorKey: z.string(), verdict: z.enum(['approved', 'changes', 'commented', 'asked']) }),
  ),
  actors: z.array(actor).describe('Everybody who is named here by key.'),
  witnesses: z.array(witness),
  notes: z.array(
    z.object({
      ...{ id: uuid, kind: z.enum(['question', 'reason', 'comment', 'reviewed']), text: z.string() },
      ...{ by: z.string(), at: moment },
    }),
  ),
  question: z
    .object({
      ...{ by: z.string(), at: moment },
      of: z
        .array(
          z.object({
            ...{ id: uuid, name: z.string() },
            reach: z
              .enum(['answers', 'reads', 'not_readable', 'deactivated'])
              .describe('Whether they may answer, only read it, or do not even see it.'),
          }),
        )
        .describe('The members who wrote, merged or made it.'),
      strangers: z.array(z.string()).describe('Those who did and have no account here.'),
    })
    .nullable()
    .describe('Who asks for the reason, and whom; null where nobody asks or somebody answered.'),
  isAnswerNew: z
    .boolean()
    .describe('You asked, it was answered, and you have not opened it in the console since.'),
  hours: z
    .object({
      ...{ zone: z.string(), local: z.string(), day: z.int().min(1).max(7) },
      why: z
        .union([
          z.object({ kind: z.literal('holiday'), name: z.string() }),
          z.object({ kind: z.enum(['day', 'before', 'after']) }),
        ])
        .nullable()
        .describe('Why it was outside the hours of the team; null where it was within them.'),
    })
    .describe('When it was by the clocks of the team.'),
  previousId: uuid.nullable().describe('The change of the flow before it.'),
  nextId: uuid.nullable(),
})

const figures = z.object({ executions: count, succeeded: count, ended: count, p95Ms: milliseconds })

export const definitionVersion = named(
  'DefinitionVersion',
  z.object({
    hash: z.string().describe('SHA-256 of what it means, in hex.'),
    number: count.describe('In the order in which they came, from 1.'),
    firstAt: moment,
    versions: z.array(z.string()).describe('What the tool and executions call it.'),
    commits: z.array(z.string()),
    repeats: count.describe('How often it was told again though nothing in it had changed.'),
    hasText: z.boolean(),
    changeId: uuid.nullable().describe('The change that brought it; null for the first.'),
    ...{ classes, summary: z.string(), way: way.nullable(), actor: actor.nullable(), reason },
    ...{ commit: commit.nullable(), merge: merge.nullable(), isUnexplained: z.boolean() },
    ...{ firstExecutionId: uuid.nullable(), lastExecutionId: uuid.nullable() },
    ...{ executedAt: moment.nullable(), lastExecutedAt: moment.nullable() },
    before: figures.describe('Of the executions with the version before it.'),
    with: figures,
    effect: z
      .object({ before: outcomes, from: outcomes })
      .describe('Ten executions before it and ten from it on, the first first.'),
  }),
)

const comparedVersion = z.object({
  number: count,
  firstAt: moment,
  ...definition.omit({ number: true }).shape,
})

export const comparedVersions = z.object({
  before: comparedVersion.nullable().describe('Null where there is no such version.'),
  after: comparedVersion.nullable(),
  differences: z.array(difference),
  classes,
  unread: z
    .enum(['no text', 'other format', 'not understood'])
    .nullable()
    .describe('Why the meaning of the two cannot be compared.'),
})

const standing = {
  hash: optionalText,
  at: moment,
  version: optionalText.describe('Revision of the tool.'),
  commit: optionalText,
}

export const driftDetail = z.object({
  git: z.object({ ...standing, repositoryId: uuid, path: z.string() }).nullable(),
  deployed: z.object(standing).nullable(),
  executed: z.object(standing).nullable(),
  lagHours: z.number().nullable().describe('Hours since Git has what is not deployed.'),
  because: z.string().describe('In words, what differs and since when.'),
})
