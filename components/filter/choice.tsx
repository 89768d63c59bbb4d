'use client'

import { Select } from '@/components/ui/field'

export type Named = { id: string; name: string }

/** One of several in a filter bar. What an old address asks for is shown as it is said, where there is no such thing now. */
export function Choice({
  label,
  all,
  value,
  of,
  onChange,
}: {
  label: string
  /** The word for no choice; null where there always is one. */
  all: string | null
  value: string
  of: readonly Named[]
  onChange: (value: string) => void
}) {
  const isKnown = (value === '' && all !== null) || of.some(({ id }) => id === value)
  return (
    <span className="flex-1 basis-32 sm:max-w-44">
      <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {all === null ? null : <option value="">{all}</option>}
        {isKnown ? null : <option value={value}>{value}</option>}
        {of.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  )
}
