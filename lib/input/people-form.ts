import { z } from 'zod'
import { ROLES } from '@/lib/model/roles'
import { line } from './text'

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use at most 254 characters.')
  .pipe(z.email('Give an e-mail address like ada@example.com.'))
const role = z.enum(ROLES, 'Choose a role.')
const teamId = z.guid('Choose a team.')
const userId = z.guid()

export const teamForm = z.object({ name: line(80, 'Give the team a name.') })
export const teamChangeForm = teamForm.extend({ teamId })

/** Whom to bring into which team as what: by invitation, or by the account they have. */
export const newMemberForm = z.object({ email, teamId, role })
/** The same as the API takes it, where the team stands in the address; and another role in it. */
export const newSeatBody = newMemberForm.omit({ teamId: true })
export const seatBody = z.object({ role })
export const seatForm = z.object({ userId, teamId })
export const seatChangeForm = seatForm.extend({ role })
export const accountForm = z.object({ userId })
export const ownerForm = accountForm.extend({
  isOwner: z.enum(['true', 'false']).transform((is) => is === 'true'),
})
export const ownerBody = z.object({ isOwner: z.boolean() })
export const inviteForm = z.object({ inviteId: z.guid() })

/** What an invited person fills in. */
export const acceptanceForm = z.object({
  token: z.string().min(1).max(100),
  name: line(80, 'What is your name?'),
  password: z.string().min(1, 'Choose a password.').max(256, 'Use at most 256 characters.'),
})
