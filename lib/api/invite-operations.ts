import { z } from 'zod'
import { newMemberForm } from '@/lib/input/people-form'
import { moment, named, uuid } from './components'
import { nothing, operation } from './operation'
import { role } from './people-operations'

const inviteFields = { id: uuid, email: z.string(), teamId: uuid, role, expiresAt: moment }
const invite = named(
  'Invite',
  z.object({ ...inviteFields, teamName: z.string(), createdBy: z.string(), createdAt: moment }),
)
const ofInvite = { id: z.guid().describe('The id of the invitation.') }

export const listInvitesOperation = operation({
  id: 'listInvites',
  tag: 'people',
  path: '/invites',
  summary: 'Invitations that nobody has accepted yet',
  description: 'Into teams whose members you may change, two hundred at most, newest first.',
  answer: named('Invites', z.object({ items: z.array(invite) })),
})

export const createInviteOperation = operation({
  id: 'createInvite',
  tag: 'people',
  method: 'post',
  path: '/invites',
  summary: 'Invites somebody without an account into a team',
  body: newMemberForm,
  status: 201,
  answer: named(
    'MadeInvite',
    z.object({
      ...inviteFields,
      url: z.string().describe('The link to hand to the person. It is told this once and never again.'),
    }),
  ),
  exampleBody: { email: 'new@example.com', teamId: '00000000-0000-0000-0000-000000000000', role: 'viewer' },
})

export const getInviteOperation = operation({
  id: 'getInvite',
  tag: 'people',
  path: '/invites/{id}',
  summary: 'One open invitation, without its link',
  params: ofInvite,
  answer: invite,
})

export const revokeInviteOperation = operation({
  id: 'revokeInvite',
  tag: 'people',
  method: 'delete',
  path: '/invites/{id}',
  summary: 'Makes an invitation worthless',
  params: ofInvite,
  status: 204,
  answer: nothing,
})
