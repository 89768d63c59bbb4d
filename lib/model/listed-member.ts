import type { Role } from './roles'

/** A person of the organization, with the teams of theirs that the reader may know of. */
export type ListedMember = {
  id: string
  name: string
  email: string
  isOwner: boolean
  isActive: boolean
  lastSeenAt: Date | null
  teams: { id: string; name: string; role: Role }[]
}

/** An invitation that nobody has accepted yet. */
export type ListedInvite = {
  id: string
  email: string
  teamId: string
  teamName: string
  role: Role
  createdBy: string
  createdAt: Date
  expiresAt: Date
}

/** A team with how much belongs to it. */
export type ListedTeam = {
  id: string
  slug: string
  name: string
  createdAt: Date
  members: number
  sources: number
  flows: number
}
