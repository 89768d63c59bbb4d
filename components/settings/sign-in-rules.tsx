'use client'

import { TriangleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import type { SignInSettings } from '@/lib/model/sign-in'
import { RoleSelect } from './role-select'

type Team = { id: string; name: string }

/** Whose address may come in, and what becomes of somebody who has no account yet. */
export function WhoGetsInCard({
  settings,
  teams,
  errorOf,
}: {
  settings: SignInSettings
  teams: Team[]
  errorOf: (field: string) => string | undefined
}) {
  const { newcomer } = settings
  const [isOpen, setIsOpen] = useState(newcomer !== null)
  return (
    <Card>
      <CardHeader
        title="Who gets in"
        description="Only people whose address the provider has verified. An account that has the same address is not linked by itself: its person does that, under Account."
      />
      <CardBody className="flex flex-col gap-5">
        <Field
          label="E-mail domains"
          hint="Separated by spaces. A domain does not stand for those below it."
          error={errorOf('domains')}
        >
          <Input
            name="domains"
            defaultValue={settings.domains.join(' ')}
            placeholder="example.com"
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium text-ink">Somebody who has no account here</legend>
          <Choice
            type="radio"
            name="newPeople"
            value="refuse"
            checked={!isOpen}
            onChange={() => setIsOpen(false)}
            label="needs an invitation"
            hint="By signing in with the address that was invited, they accept it."
          />
          <Choice
            type="radio"
            name="newPeople"
            value="create"
            checked={isOpen}
            onChange={() => setIsOpen(true)}
            label="gets an account"
            hint="In the team and with the role below, unless they were invited into another."
          />
        </fieldset>
        {isOpen ? (
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <Field label="Team" error={errorOf('teamId')}>
              <Select name="teamId" defaultValue={newcomer?.teamId ?? teams[0]?.id}>
                {teams.map((team) => (
                  <option key={team.id} value={team.id}>
                    {team.name}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label="Role" error={errorOf('role')}>
              <RoleSelect name="role" defaultValue={newcomer?.role ?? 'viewer'} />
            </Field>
          </div>
        ) : null}
      </CardBody>
    </Card>
  )
}

/** Whether passwords stay, and who would be locked out without them. */
export function PasswordsCard({ settings }: { settings: SignInSettings }) {
  const [isAllowed, setIsAllowed] = useState(settings.passwordsAllowed)
  return (
    <Card>
      <CardHeader title="Passwords" />
      <CardBody className="flex flex-col gap-3">
        <Choice
          type="checkbox"
          name="passwordsAllowed"
          checked={isAllowed}
          onChange={() => setIsAllowed(!isAllowed)}
          label="People may also sign in with a password"
          hint="Can be turned off once an owner has linked an identity. Sessions that there are stay."
        />
        {isAllowed ? null : <LockedOut {...settings.unlinked} />}
      </CardBody>
    </Card>
  )
}

function LockedOut({ people, owners, linkedOwners }: SignInSettings['unlinked']) {
  if (linkedOwners > 0 && people === 0) return null
  return (
    <p className="flex items-start gap-2 rounded-md border border-warning/50 bg-warning/5 px-3 py-2 text-sm text-ink">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <span>
        {linkedOwners === 0
          ? 'No owner has linked an identity of this issuer yet: link yours under Account first.'
          : `${people === 1 ? '1 person has' : `${people} people have`} linked no identity${owners === 0 ? '' : `, ${owners === 1 ? 'an owner' : `${owners} owners`} among them`}, and could not sign in any more.`}
      </span>
    </p>
  )
}

/** A checkbox or a radio button with what it means. */
export function Choice({
  label,
  hint,
  ...props
}: Omit<ComponentProps<'input'>, 'className' | 'id'> & { label: string; hint: ReactNode }) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input
        {...props}
        id={id}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-xs text-ink-3">
          {hint}
        </p>
      </div>
    </div>
  )
}
