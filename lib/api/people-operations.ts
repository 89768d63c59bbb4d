import { z } from 'zod'
import { ROLES } from '@/lib/model/roles'
import { moment, named, pageOf, uuid } from './components'
import { operation } from './operation'
import { cursor, limit } from './parameters'

const role = z.enum(ROLES)
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
    teams: z.array(z.object({ id: uuid, name: z.string(), role })).describe('Those that you may know of.'),
  }),
)

export const getMeOperation = operation({
  id: 'getMe',
  tag: 'people',
  path: '/me',
  summary: 'Who asks, and what they may read',
  answer: named(
    'Me',
    z.object({
      kind: z.enum(['user', 'token']),
      id: z.string(),
      name: z.string(),
      organizationId: uuid,
      isOwner: z.boolean(),
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

export const listMembersOperation = operation({
  id: 'listMembers',
  tag: 'people',
  path: '/members',
  summary: 'People of these teams, by name',
  query: {
    find: z.string().max(200).optional().describe('Text in a name or an address.'),
    team: z.guid().optional().describe('Only members of this team.'),
    limit,
    cursor,
  },
  answer: pageOf('MemberPage', member),
})
