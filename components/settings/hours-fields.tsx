'use client'

import { Field, Select, Textarea } from '@/components/ui/field'
import { DAY_NAMES } from '@/lib/format/hours-words'
import type { WorkingHours } from '@/lib/model/working-hours'

const HALF_HOURS = Array.from({ length: 49 }, (_, half) => {
  const hour = String(Math.floor(half / 2)).padStart(2, '0')
  return `${hour}:${half % 2 === 0 ? '00' : '30'}`
})

/** Zone, days, from when to when, and holidays one a line. */
export function HoursFields({
  hours,
  zones,
  errorOf,
}: {
  hours: WorkingHours
  zones: readonly string[]
  errorOf: (field: string) => string | undefined
}) {
  const holidays = hours.holidays.map(({ date, name }) => `${date} ${name}`).join('\n')
  return (
    <>
      <Field label="Time zone" error={errorOf('zone')}>
        <Choice name="zone" value={hours.zone} of={zones} />
      </Field>
      <fieldset>
        <legend className="text-sm font-medium text-ink">Working days</legend>
        <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-2">
          {DAY_NAMES.map((name, index) => (
            <label key={name} className="flex h-6 items-center gap-1.5 text-sm text-ink">
              <input
                type="checkbox"
                name={`day${index + 1}`}
                defaultChecked={hours.days.includes(index + 1)}
                className="size-4 accent-accent"
              />
              <span aria-hidden>{name.slice(0, 3)}</span>
              <span className="sr-only">{name}</span>
            </label>
          ))}
        </div>
        {errorOf('days') === undefined ? null : (
          <p className="mt-1 text-xs font-medium text-danger">{errorOf('days')}</p>
        )}
      </fieldset>
      <div className="grid grid-cols-2 gap-4">
        <Field label="From" error={errorOf('from')}>
          <Choice name="from" value={hours.from} of={HALF_HOURS.slice(0, -1)} />
        </Field>
        <Field label="Until" error={errorOf('until')}>
          <Choice name="until" value={hours.until} of={HALF_HOURS.slice(1)} />
        </Field>
      </div>
      <Field
        label="Holidays"
        optional
        hint="One a line: the date, then its name. 2026-12-25 Christmas"
        error={errorOf('holidays')}
      >
        <Textarea name="holidays" rows={4} defaultValue={holidays} spellCheck={false} />
      </Field>
    </>
  )
}

/** What is set is among the choices, even where no screen would have offered it. */
function Choice({ name, value, of }: { name: string; value: string; of: readonly string[] }) {
  const all = of.includes(value) ? of : [value, ...of]
  return (
    <Select name={name} defaultValue={value}>
      {all.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </Select>
  )
}
