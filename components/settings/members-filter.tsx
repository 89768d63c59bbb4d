'use client'

import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'

/** Name, team and state; whatever is chosen is in the address. */
export function MembersFilter({
  address,
  teams,
}: {
  address: { q: string; team: string; state: string }
  teams: { id: string; name: string }[]
}) {
  const router = useRouter()
  const go = (form: HTMLFormElement) => {
    const query = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && value.trim() !== '' && value !== 'all') query.set(name, value.trim())
    }
    router.push(query.size === 0 ? '/settings/members' : `/settings/members?${query}`)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    go(event.currentTarget)
  }
  return (
    <search>
      <form
        key={`${address.q} ${address.team} ${address.state}`}
        onSubmit={submit}
        className="flex flex-wrap gap-2"
      >
        <Input
          name="q"
          defaultValue={address.q}
          aria-label="Name or e-mail"
          placeholder="Name or e-mail"
          className="min-w-0 flex-1 basis-48"
        />
        <span className="flex-1 basis-36 sm:max-w-52">
          <Select
            name="team"
            aria-label="Team"
            defaultValue={address.team}
            onChange={(event) => event.target.form && go(event.target.form)}
          >
            <option value="">All teams</option>
            {teams.map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </Select>
        </span>
        <span className="flex-1 basis-36 sm:max-w-44">
          <Select
            name="state"
            aria-label="State"
            defaultValue={address.state}
            onChange={(event) => event.target.form && go(event.target.form)}
          >
            <option value="all">Active or not</option>
            <option value="active">Active</option>
            <option value="deactivated">Deactivated</option>
          </Select>
        </span>
        <Button type="submit" className="h-9">
          Find
        </Button>
      </form>
    </search>
  )
}
