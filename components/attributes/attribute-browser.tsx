'use client'

import { useState } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import type { FilterFacts } from '@/lib/attributes/attribute-filter'
import type { AttributeRow } from '@/lib/attributes/attribute-rows'
import { AttributeList, GroupedAttributes } from './attribute-list'

/** All attributes of an execution's own span and of what sent it, to be searched by name and value. */
export function AttributeBrowser({
  attributes,
  resource,
  facts,
}: {
  attributes: AttributeRow[]
  resource: AttributeRow[]
  /** What the list of executions can be filtered by, as it is for this one. */
  facts: FilterFacts
}) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const isWanted = (row: AttributeRow) =>
    wanted === '' || row.key.toLowerCase().includes(wanted) || row.text.toLowerCase().includes(wanted)
  const [shown, shownResource] = [attributes.filter(isWanted), resource.filter(isWanted)]
  return (
    <div className="flex flex-col gap-4">
      <input
        type="search"
        value={text}
        aria-label="Find an attribute"
        placeholder="Find a name or a value"
        onChange={(event) => setText(event.target.value)}
        className="h-7 w-full max-w-64 rounded-md border border-control bg-surface px-2 text-xs text-ink placeholder:text-ink-3"
      />
      {shown.length + shownResource.length === 0 ? (
        <EmptyState kind="no-match" title="No attribute matches" level={3}>
          None of {attributes.length + resource.length} attributes has “{text}” in its name or value.
        </EmptyState>
      ) : (
        <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
          <section>
            <h3 className="mb-2 text-sm font-semibold text-ink">Of the execution</h3>
            <GroupedAttributes rows={shown} facts={facts} />
          </section>
          <section>
            <h3 className="mb-2 text-sm font-semibold text-ink">Of the resource</h3>
            <AttributeList rows={shownResource} facts={facts} />
          </section>
        </div>
      )}
    </div>
  )
}
