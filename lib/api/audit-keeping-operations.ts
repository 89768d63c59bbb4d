import { z } from 'zod'
import {
  auditRetentionBody,
  erasureForm,
  holdBody,
  publicationBody,
  releaseBody,
} from '@/lib/input/audit-forms'
import { named, optionalText, uuid } from './components'
import { nothing, operation } from './operation'

const made = named('Made', z.object({ id: uuid }))

export const verifyAuditOperation = operation({
  id: 'verifyAudit',
  tag: 'audit',
  method: 'post',
  path: '/audit/verify',
  summary: 'Asks for a verification of the whole log',
  description: 'The worker does it within seconds; `getAuditIntegrity` has the result. Needs `audit.read`.',
  status: 202,
  answer: nothing,
})

export const setAuditRetentionOperation = operation({
  id: 'setAuditRetention',
  tag: 'audit',
  method: 'put',
  path: '/audit/retention',
  summary: 'Sets for how many days entries are kept',
  description: 'What is older goes, and an entry says so; hashes and proofs stay. For owners.',
  body: auditRetentionBody,
  status: 204,
  answer: nothing,
  exampleBody: { days: 730 },
})

export const setLegalHoldOperation = operation({
  id: 'setLegalHold',
  tag: 'audit',
  method: 'post',
  path: '/audit/holds',
  summary: 'Keeps entries from retention and erasure until the hold is released',
  description: 'For owners.',
  body: holdBody,
  answer: made,
  exampleBody: { keeps: 'all', reason: 'Case 2026-114' },
})

export const releaseLegalHoldOperation = operation({
  id: 'releaseLegalHold',
  tag: 'audit',
  method: 'post',
  path: '/audit/holds/{id}/release',
  summary: 'Releases a legal hold',
  description: 'For owners.',
  params: { id: z.guid().describe('The id of the hold.') },
  body: releaseBody,
  status: 204,
  answer: nothing,
  exampleBody: { reason: 'Case closed' },
})

export const addPublicationOperation = operation({
  id: 'addPublication',
  tag: 'audit',
  method: 'post',
  path: '/audit/publications',
  summary: 'Publishes signed checkpoints to one more place',
  description: 'To a webhook (signed by Standard Webhooks), or to a Git repository. For owners.',
  body: publicationBody,
  answer: named(
    'MadePublication',
    z.object({
      id: uuid,
      secret: optionalText.describe('The secret that was made for a webhook, said once.'),
    }),
  ),
  exampleBody: { kind: 'webhook', url: 'https://witness.example.com/checkpoints' },
})

export const removePublicationOperation = operation({
  id: 'removePublication',
  tag: 'audit',
  method: 'delete',
  path: '/audit/publications/{id}',
  summary: 'Ends the publication to a place; what was published stays there',
  description: 'For owners.',
  params: { id: z.guid().describe('The id of the publication.') },
  status: 204,
  answer: nothing,
})

export const erasePersonOperation = operation({
  id: 'erasePerson',
  tag: 'audit',
  method: 'post',
  path: '/audit/erasures',
  summary: 'Takes a person out of the audit log; every proof stays valid',
  description:
    'Names, addresses and values of entries that tell of the person are erased for good, and an entry says of which. What a legal hold keeps stays. For owners.',
  body: erasureForm,
  answer: named(
    'Erasure',
    z.object({ erased: z.int().min(0), held: z.int().min(0).describe('Kept by a legal hold.') }),
  ),
  exampleBody: { userId: '00000000-0000-0000-0000-000000000000', reason: 'Request of 2026-11-21' },
})
