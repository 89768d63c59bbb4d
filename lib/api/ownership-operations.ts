import { z } from 'zod'
import { ownershipForm, ruleMoveBody } from '@/lib/input/ownership-form'
import { moment, named, optionalText, uuid } from './components'
import { nothing, operation } from './operation'

const count = z.int().min(0)

const rule = named(
  'OwnershipRule',
  z.object({
    id: uuid,
    position: z.int().describe('The first rule that fits decides.'),
    teamId: uuid,
    teamName: z.string(),
    sourceId: uuid.nullable(),
    sourceName: optionalText,
    namespace: optionalText,
    name: optionalText,
    labelKey: optionalText,
    labelValue: optionalText,
    codeOwner: optionalText.describe('A pattern of whom CODEOWNERS names for the file of the flow.'),
    repositoryId: uuid.nullable().describe('The repository whose CODEOWNERS counts; null for any.'),
    repositoryName: optionalText,
    createdBy: optionalText,
    createdAt: moment,
    matched: count.describe('Flows that fit it.'),
    decided: count.describe('Those of them that it decides.'),
    conflicts: z
      .array(z.object({ position: z.int(), teamName: z.string(), flows: count }))
      .describe('Earlier rules that decide flows which fit this one as well.'),
  }),
)

const ofRule = { id: z.guid().describe('The id of the rule.') }

export const listOwnershipRulesOperation = operation({
  id: 'listOwnershipRules',
  tag: 'people',
  path: '/ownership-rules',
  summary: 'Which team owns which flows, in the order in which rules decide',
  answer: named('OwnershipRules', z.object({ items: z.array(rule) })),
})

export const createOwnershipRuleOperation = operation({
  id: 'createOwnershipRule',
  tag: 'people',
  method: 'post',
  path: '/ownership-rules',
  summary: 'Adds a rule behind all others',
  description: 'At least one condition is needed. Patterns may hold `*`. For owners.',
  body: ownershipForm,
  status: 201,
  answer: rule,
  exampleBody: { teamId: '00000000-0000-0000-0000-000000000000', namespace: 'growth.*' },
})

export const getOwnershipRuleOperation = operation({
  id: 'getOwnershipRule',
  tag: 'people',
  path: '/ownership-rules/{id}',
  summary: 'One rule',
  params: ofRule,
  answer: rule,
})

export const moveOwnershipRuleOperation = operation({
  id: 'moveOwnershipRule',
  tag: 'people',
  method: 'post',
  path: '/ownership-rules/{id}/move',
  summary: 'Lets a rule change places with its neighbour',
  params: ofRule,
  body: ruleMoveBody,
  status: 204,
  answer: nothing,
  exampleBody: { direction: 'up' },
})

export const deleteOwnershipRuleOperation = operation({
  id: 'deleteOwnershipRule',
  tag: 'people',
  method: 'delete',
  path: '/ownership-rules/{id}',
  summary: 'Takes a rule away',
  params: ofRule,
  status: 204,
  answer: nothing,
})
