import { z } from 'zod'
import { newSeatBody, ownerBody, seatBody, teamForm } from '@/lib/input/people-form'
import { API_SCOPES } from '@/lib/model/api-scope'
import { ROLES } from '@/lib/model/roles'
import { moment, named, pageOf, uuid } from './components'
import { nothing, operation } from './operation'
import { cursor, limit } from './parameters'

export const role = z.enum(ROLES)
const count = z.int().min(0)

const team = named(
  'Team',
  z.object({
    id: uuid,
    slug: z.string(),
    name: z.string(),
    createdAt: moment,
    members: count,
    sources: count,
    flows: count,
  }),
)

const member = named(
  'Member',
  z.object({
    id: uuid,
    name: z.string(),
    email: z.string(),
    isOwner: z.boolean(),
    isActive: z.boolean(),
    lastSeenAt: moment.nullable(),
    teams: z.array(z.object({ id: uuid, name: z.string(), role })).describe('Those that you may know of.'),
  }),
)

const ofTeam = { id: z.guid().describe('The id of the team.') }
const ofMember = { id: z.guid().describe('The id of the person.') }
const ofSeat = { ...ofTeam, userId: z.guid().describe('The id of the person.') }

export const getMeOperation = operation({
  id: 'getMe',
  tag: 'people',
  path: '/me',
  summary: 'Who asks, for whom, and what they may do where',
  answer: named(
    'Me',
    z.object({
      kind: z.enum(['user', 'token']),
      id: z.string(),
      name: z.string(),
      scope: z.enum(API_SCOPES),
      userId: uuid.nullable().describe('The person for whom a token asks.'),
      userName: z.string(),
      email: z.string(),
      organizationId: uuid,
      organization: z.string(),
      isOwner: z.boolean().describe('True where all of the organization is open.'),
      teams: z.array(z.object({ id: uuid, name: z.string(), role: role.nullable() })),
    }),
  ),
})

export const listTeamsOperation = operation({
  id: 'listTeams',
  tag: 'people',
  path: '/teams',
  summary: 'The teams that you may read',
  answer: named('Teams', z.object({ items: z.array(team) })),
})

export const createTeamOperation = operation({
  id: 'createTeam',
  tag: 'people',
  method: 'post',
  path: '/teams',
  summary: 'Adds a team',
  description: 'For owners.',
  body: teamForm,
  status: 201,
  answer: team,
  exampleBody: { name: 'Growth' },
})

export const getTeamOperation = operation({
  id: 'getTeam',
  tag: 'people',
  path: '/teams/{id}',
  summary: 'One team',
  params: ofTeam,
  answer: team,
})

export const renameTeamOperation = operation({
  id: 'renameTeam',
  tag: 'people',
  method: 'patch',
  path: '/teams/{id}',
  summary: 'Gives a team another name',
  description: 'Its short name stays: addresses and filters hold it.',
  params: ofTeam,
  body: teamForm,
  status: 204,
  answer: nothing,
  exampleBody: { name: 'Growth and retention' },
})

export const addMemberOperation = operation({
  id: 'addMember',
  tag: 'people',
  method: 'post',
  path: '/teams/{id}/members',
  summary: 'Brings somebody who has an account into a team',
  params: ofTeam,
  body: newSeatBody,
  status: 201,
  answer: member,
  exampleBody: { email: 'ada@example.com', role: 'editor' },
})

export const changeRoleOperation = operation({
  id: 'changeRole',
  tag: 'people',
  method: 'put',
  path: '/teams/{id}/members/{userId}',
  summary: 'Gives a member another role in a team',
  params: ofSeat,
  body: seatBody,
  status: 204,
  answer: nothing,
  exampleBody: { role: 'operator' },
})

export const removeMemberOperation = operation({
  id: 'removeMember',
  tag: 'people',
  method: 'delete',
  path: '/teams/{id}/members/{userId}',
  summary: 'Takes somebody out of a team',
  params: ofSeat,
  status: 204,
  answer: nothing,
})

export const listMembersOperation = operation({
  id: 'listMembers',
  tag: 'people',
  path: '/members',
  summary: 'People of these teams, by name',
  query: {
    find: z.string().max(200).optional().describe('Text in a name or an address.'),
    team: z.guid().optional().describe('Only members of this team.'),
    state: z.enum(['active', 'deactivated']).optional().describe('Only those whose account is so.'),
    limit,
    cursor,
  },
  answer: pageOf('MemberPage', member),
})

export const getMemberOperation = operation({
  id: 'getMember',
  tag: 'people',
  path: '/members/{id}',
  summary: 'One person',
  params: ofMember,
  answer: member,
})

export const setOwnerOperation = operation({
  id: 'setOwner',
  tag: 'people',
  method: 'patch',
  path: '/members/{id}',
  summary: 'Makes somebody an owner of the organization, or no longer one',
  description: 'For owners. There is always an owner left.',
  params: ofMember,
  body: ownerBody,
  status: 204,
  answer: nothing,
  exampleBody: { isOwner: true },
})

export const deactivateMemberOperation = operation({
  id: 'deactivateMember',
  tag: 'people',
  method: 'post',
  path: '/members/{id}/deactivate',
  summary: 'Ends what somebody may do here, at once',
  description: 'Sessions, tokens and open invitations of theirs end; what they did stays theirs. For owners.',
  params: ofMember,
  status: 204,
  answer: nothing,
})

export const reactivateMemberOperation = operation({
  id: 'reactivateMember',
  tag: 'people',
  method: 'post',
  path: '/members/{id}/reactivate',
  summary: 'Lets somebody sign in again, as what they were',
  params: ofMember,
  status: 204,
  answer: nothing,
})
