import { z } from 'zod'
import { mergeForm } from '@/lib/input/merge-form'
import { moment, named, optionalText } from './components'
import { operation } from './operation'

const side = z.object({
  key: z.string().describe('`kind:id`: the tool and the name that it has for them.'),
  name: z.string(),
  email: optionalText,
  isUser: z.boolean().describe('True for a member of Runledger.'),
})

export const listMergesOperation = operation({
  id: 'listMerges',
  tag: 'people',
  path: '/people/merges',
  summary: 'Names that are, may be or are not one person',
  description: 'Needs `member.write` for the organization.',
  answer: named(
    'Merges',
    z.object({
      items: z.array(
        z.object({
          ...{ first: side, second: side, evidence: z.string() },
          state: z.enum(['suggested', 'merged', 'apart']),
          decidedBy: optionalText.describe('Null where the evidence alone decided.'),
          decidedAt: moment.nullable(),
        }),
      ),
    }),
  ),
})

export const decideMergeOperation = operation({
  id: 'decideMerge',
  tag: 'people',
  method: 'post',
  path: '/people/merges',
  summary: 'Decides that two names are one person, or two',
  description: 'What was decided before can be decided otherwise. Needs `member.write` for the organization.',
  body: mergeForm,
  exampleBody: { firstKey: 'github:ada', secondKey: 'kestra:ada', state: 'merged' },
  answer: named('MergeDecided', z.object({ state: z.enum(['merged', 'apart']) })),
})
