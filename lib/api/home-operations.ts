import { z } from 'zod'
import { moment, named, optionalText, uuid } from './components'
import { state } from './execution-operations'
import { operation } from './operation'

const count = z.int().min(0)

const failing = z.object({
  total: count.describe('Flows whose newest execution is broken.'),
  worst: z
    .array(
      z.object({
        id: uuid,
        name: z.string(),
        namespace: z.string(),
        team: z.string(),
        source: z.string(),
        executionId: uuid,
        state,
        occurredAt: moment,
        since: moment,
        inARow: count,
        failedTask: optionalText,
        errorType: optionalText,
        error: optionalText,
      }),
    )
    .describe('Those that need somebody most.'),
})

const running = z.object({
  total: count,
  longer: count.describe('Those of them that have taken longer than usual.'),
  longest: z
    .array(
      z.object({
        id: uuid,
        flowId: uuid,
        flow: z.string(),
        namespace: z.string(),
        team: z.string(),
        state,
        startedAt: moment,
        usual: z
          .object({ p50Ms: z.number(), p95Ms: z.number() })
          .nullable()
          .describe('Of its flow; null where too little is known.'),
      }),
    )
    .describe('Those that have run longest against what is usual.'),
})

const team = z.object({
  id: uuid,
  name: z.string(),
  slug: z.string(),
  flows: count,
  failing: count,
  running: count,
  executions: count.describe('Of the last seven days, as are the next two.'),
  good: count,
  broken: count,
  drifted: count.describe('Flows that are ahead of Git or have diverged from it, now.'),
  days: z.array(z.object({ day: z.string(), executions: count, broken: count })).describe('A fortnight.'),
})

export const getHomeOperation = operation({
  id: 'getHome',
  tag: 'home',
  path: '/home',
  summary: 'What needs attention, what runs, and how the teams fare',
  description:
    'The bars of the day are `/executions/counts?range=24h`, the starred flows `/favourites`, the recent changes `/changes`.',
  answer: named(
    'Home',
    z.object({
      heardAt: moment.nullable().describe('When an execution last began; null where none ever did.'),
      lastDay: z
        .object({
          executions: count,
          broken: count,
          cap: count.describe('One more than that is “and more”.'),
        })
        .describe('The last 24 hours.'),
      failing,
      drifted: count.describe('Flows that are ahead of Git or have diverged from it: see `/drift`.'),
      questions: z
        .object({
          waiting: count.describe('Changes of which you are asked for the reason: view `asked_of_me`.'),
          answered: count.describe('Your own questions, answered and not looked at in the console since.'),
        })
        .describe('Of the person of the token.'),
      running,
      teams: z.array(team),
      silentSources: z
        .array(z.object({ id: uuid, name: z.string(), lastHour: moment }))
        .describe('Sources that have been quiet for longer than they ever are.'),
      firstSteps: z
        .object({ sources: count, hasHeard: z.boolean(), people: count })
        .nullable()
        .describe('How far an installation has come in which nothing was heard yet.'),
    }),
  ),
})
