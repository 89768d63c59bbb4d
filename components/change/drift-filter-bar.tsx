'use client'

import { Choice, type Named } from '@/components/filter/choice'
import { FilterForm } from '@/components/filter/filter-form'
import { useFilterForm } from '@/components/filter/use-filter-form'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'

const USUAL = { q: '', team: '', source: '', flow: '' }
const FIELDS = ['q'] as const

/** Words, team and source of the flows to list; whatever is chosen is in the address. */
export function DriftFilterBar({ teams, sources }: { teams: Named[]; sources: Named[] }) {
  const { isPending, chosen, change, submit, field } = useFilterForm(USUAL, FIELDS)
  return (
    <FilterForm
      isPending={isPending}
      onSubmit={submit}
      more={
        chosen.flow === '' ? null : (
          <Button type="button" className="h-9" onClick={() => change({ flow: '' })}>
            All flows
          </Button>
        )
      }
    >
      <Input
        {...field('q')}
        aria-label="Words"
        placeholder="Words in the flow’s name"
        autoComplete="off"
        className="min-w-0 flex-1 basis-56"
      />
      <Choice
        label="Team"
        all="All teams"
        value={chosen.team}
        of={teams}
        onChange={(team) => change({ team })}
      />
      <Choice
        label="Source"
        all="All sources"
        value={chosen.source}
        of={sources}
        onChange={(source) => change({ source })}
      />
    </FilterForm>
  )
}
