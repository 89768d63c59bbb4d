'use client'

import { Search } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { EmptyState } from '@/components/ui/empty-state'
import type { ToolChoice } from '@/lib/model/tool-guide'

/** Every tool that can be connected with what comes from it, to be searched and chosen; the choice is the field `kind`. */
export function ToolGrid({
  tools,
  chosen,
  error,
  onChoose,
}: {
  tools: ToolChoice[]
  chosen: string
  error: string | undefined
  onChoose: (id: string) => void
}) {
  const [text, setText] = useState('')
  const found = tools.filter((tool) => fits(tool, text))
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 text-sm font-medium text-ink">What sends to it</legend>
      <span className="relative flex items-center">
        <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-ink-3" />
        <input
          type="search"
          value={text}
          aria-label="Find a tool"
          placeholder="Find a tool"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // What is searched for is not yet what is sent.
            if (event.key === 'Enter') event.preventDefault()
          }}
          className="h-9 w-full rounded-md border border-control bg-surface pr-2 pl-8 text-sm text-ink placeholder:text-ink-3 hover:border-ink-3"
        />
      </span>
      {error ? <p className="text-xs font-medium text-danger">{error}</p> : null}
      <div className="grid gap-2 sm:grid-cols-2">
        {tools.map((tool) => (
          <ToolCard
            key={tool.id}
            tool={tool}
            isChosen={tool.id === chosen}
            isHidden={!found.includes(tool)}
            onChoose={onChoose}
          />
        ))}
      </div>
      {found.length === 0 ? (
        <EmptyState kind="no-match" title={`No tool is called “${text}”`} level={3}>
          <p>
            Anything that speaks OpenTelemetry or OpenLineage can be connected as “Any OpenTelemetry SDK”.
          </p>
        </EmptyState>
      ) : null}
    </fieldset>
  )
}

function ToolCard({
  tool,
  isChosen,
  isHidden,
  onChoose,
}: {
  tool: ToolChoice
  isChosen: boolean
  isHidden: boolean
  onChoose: (id: string) => void
}) {
  return (
    <label
      hidden={isHidden}
      className="flex min-w-0 cursor-pointer gap-2.5 rounded-lg border border-line bg-surface p-3 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent [&[hidden]]:hidden"
    >
      <input
        type="radio"
        name="kind"
        value={tool.id}
        checked={isChosen}
        onChange={() => onChoose(tool.id)}
        aria-label={tool.name}
        aria-describedby={`about-${tool.id}`}
        className="mt-1 shrink-0 self-start accent-[var(--accent)] outline-none"
      />
      <span className="min-w-0">
        <span className="block text-sm font-medium text-ink">{tool.name}</span>
        <span id={`about-${tool.id}`} className="mt-0.5 text-xs text-ink-2">
          {tool.about}
        </span>
        <span className="mt-2 flex flex-wrap gap-1">
          {tool.ways.map((way) => (
            <Badge key={way}>{way}</Badge>
          ))}
        </span>
      </span>
    </label>
  )
}

/** Every word that was typed stands in the name or in what comes from it. */
function fits({ name, about, ways }: ToolChoice, text: string): boolean {
  const all = `${name} ${about} ${ways.join(' ')}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
