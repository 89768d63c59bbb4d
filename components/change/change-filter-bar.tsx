'use client'

import { Choice, type Named } from '@/components/filter/choice'
import { FilterForm } from '@/components/filter/filter-form'
import { useFilterForm } from '@/components/filter/use-filter-form'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { CLASS_WORDS, WAY_WORDS } from '@/lib/format/change-words'
import { CHANGE_GROUPS, CHANGE_RANGES } from '@/lib/input/change-address'
import { CHANGE_CLASSES, CHANGE_WAYS } from '@/lib/model/change'

const RANGE_WORDS = { '24h': 'Last day', '7d': 'Last week', '30d': 'Last 30 days', all: 'Any time' }
const GROUP_WORDS = { day: 'By day', flow: 'By flow', person: 'By person', merge: 'By merge request' }
const USUAL = {
  ...{ q: '', team: '', source: '', class: '', way: '', person: '', flow: '', merge: '' },
  ...{ range: '7d', group: '' },
}
const FIELDS = ['q'] as const

/** Words, team, source, class, way and time of the changes to list, and how they are put together; whatever is chosen is in the address. */
export function ChangeFilterBar({ teams, sources }: { teams: Named[]; sources: Named[] }) {
  const { isPending, chosen, change, submit, field } = useFilterForm(USUAL, FIELDS)
  const { person, flow, merge } = chosen
  const isOfOne = person !== '' || flow !== '' || merge !== ''
  return (
    <FilterForm
      isPending={isPending}
      onSubmit={submit}
      more={
        isOfOne ? (
          <Button type="button" className="h-9" onClick={() => change({ person: '', flow: '', merge: '' })}>
            {person !== '' ? 'Everybody' : flow !== '' ? 'All flows' : 'Every merge request'}
          </Button>
        ) : null
      }
    >
      <Input
        {...field('q')}
        aria-label="Words"
        placeholder="Words in what, why or the flow’s name"
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
      <Choice
        label="Class"
        all="Any class"
        value={chosen.class}
        of={CHANGE_CLASSES.map((id) => ({ id, name: CLASS_WORDS[id] }))}
        onChange={(each) => change({ class: each })}
      />
      <Choice
        label="How"
        all="Any way"
        value={chosen.way}
        of={CHANGE_WAYS.map((id) => ({ id, name: WAY_WORDS[id] }))}
        onChange={(way) => change({ way })}
      />
      <Choice
        label="When"
        all={null}
        value={chosen.range}
        of={CHANGE_RANGES.map((id) => ({ id, name: RANGE_WORDS[id] }))}
        onChange={(range) => change({ range })}
      />
      <Choice
        label="Group"
        all="Not grouped"
        value={chosen.group}
        of={CHANGE_GROUPS.map((id) => ({ id, name: GROUP_WORDS[id] }))}
        onChange={(group) => change({ group })}
      />
    </FilterForm>
  )
}
