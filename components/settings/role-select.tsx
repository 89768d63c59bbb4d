import type { ComponentProps } from 'react'
import { Field, Select } from '@/components/ui/field'
import { ROLES, type Role } from '@/lib/model/roles'

/** What each role is for, in the words of its select. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'sees everything of the team',
  operator: 'also comments and handles failures',
  editor: 'also changes sources',
  admin: 'also manages tokens and members',
  auditor: 'reads the audit log, and nothing else',
}

/** The roles with what they may do. */
export function RoleSelect(props: ComponentProps<typeof Select>) {
  return (
    <Select {...props}>
      {ROLES.map((role) => (
        <option key={role} value={role}>
          {role}: {ROLE_WORDS[role]}
        </option>
      ))}
    </Select>
  )
}

/** Team and role, for forms that bring somebody into a team. */
export function SeatFields({
  teams,
  errorOf,
}: {
  teams: { id: string; name: string }[]
  errorOf: (field: string) => string | undefined
}) {
  return (
    <>
      <Field label="Team" error={errorOf('teamId')}>
        <Select name="teamId" defaultValue={teams[0]?.id}>
          {teams.map((team) => (
            <option key={team.id} value={team.id}>
              {team.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Role" error={errorOf('role')}>
        <RoleSelect name="role" defaultValue="viewer" />
      </Field>
    </>
  )
}
