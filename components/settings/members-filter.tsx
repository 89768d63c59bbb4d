'use client'

import { Choice, type Named } from '@/components/filter/choice'
import { FilterForm } from '@/components/filter/filter-form'
import { useFilterForm } from '@/components/filter/use-filter-form'
import { Input } from '@/components/ui/field'

const USUAL = { q: '', team: '', state: 'all' }
const FIELDS = ['q'] as const
const STATES = [
  { id: 'all', name: 'Active or not' },
  { id: 'active', name: 'Active' },
  { id: 'deactivated', name: 'Deactivated' },
]

/** Name, team and state; whatever is chosen is in the address. */
export function MembersFilter({ teams }: { teams: Named[] }) {
  const { isPending, chosen, change, submit, field } = useFilterForm(USUAL, FIELDS)
  return (
    <FilterForm isPending={isPending} onSubmit={submit}>
      <Input
        {...field('q')}
        aria-label="Name or e-mail"
        placeholder="Name or e-mail"
        className="min-w-0 flex-1 basis-48"
      />
      <Choice
        label="Team"
        all="All teams"
        value={chosen.team}
        of={teams}
        onChange={(team) => change({ team })}
      />
      <Choice
        label="State"
        all={null}
        value={chosen.state}
        of={STATES}
        onChange={(state) => change({ state })}
      />
    </FilterForm>
  )
}
