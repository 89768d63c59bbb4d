'use client'

import { Check, ChevronDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useListState } from '@/components/filter/use-list-state'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu'
import type { FormAction } from '@/lib/model/action-state'
import type { SavedView } from '@/lib/model/saved-view'
import { BUILT_IN_VIEWS } from '@/lib/query/built-in-views'
import { stateOfView, viewQuery } from '@/lib/query/list-address'

const SaveViewDialog = dynamic(() => import('./save-view-dialog').then((module) => module.SaveViewDialog), {
  ssr: false,
})
const ManageViewsDialog = dynamic(
  () => import('./manage-views-dialog').then((module) => module.ManageViewsDialog),
  { ssr: false },
)

/** The verbs of views, as the page gives them. */
export type ViewActions = {
  save: FormAction<{ viewId: string }>
  rename: FormAction<void>
  setDefault: FormAction<void>
  remove: FormAction<void>
}

/** Questions with a name: those that come along, one's own, and those of teams. */
export function ViewsMenu({
  views,
  teams,
  actions,
}: {
  views: (SavedView & { mayChange: boolean })[]
  /** Teams for which views may be saved. */
  teams: { id: string; name: string }[]
  actions: ViewActions
}) {
  const [state] = useListState()
  const [open, setOpen] = useState<'save' | 'manage' | null>(null)
  // Fetched when first asked for; they stay, so that they can close as they opened.
  const [asked, setAsked] = useState<ReadonlySet<'save' | 'manage'>>(new Set())
  const ask = (what: 'save' | 'manage') => {
    setAsked(new Set([...asked, what]))
    setOpen(what)
  }
  const now = viewQuery(state)
  const isNow = (query: string) => viewQuery(stateOfView(query)) === now
  const current = [...views, ...BUILT_IN_VIEWS].find((view) => isNow(view.query))
  const mine = views.filter((view) => view.teamId === null)
  const teamNames = [
    ...new Set(views.flatMap((view) => (view.teamId === null ? [] : [view.teamName ?? 'Team']))),
  ]
  const changeable = views.filter((view) => view.mayChange)
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button size="sm" variant="ghost" className="max-w-56">
            <span className="sr-only">View: </span>
            <span className="truncate">{current?.name ?? 'Views'}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <ViewLinks title="Built in" views={BUILT_IN_VIEWS} isNow={isNow} />
        {mine.length > 0 ? <ViewLinks title="Mine" views={mine} isNow={isNow} /> : null}
        {teamNames.map((team) => (
          <ViewLinks
            key={team}
            title={team}
            views={views.filter((view) => view.teamId !== null && (view.teamName ?? 'Team') === team)}
            isNow={isNow}
          />
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => ask('save')}>Save this view…</MenuItem>
        <MenuItem disabled={changeable.length === 0} onSelect={() => ask('manage')}>
          Change views…
        </MenuItem>
      </Menu>
      {asked.has('save') ? (
        <SaveViewDialog
          isOpen={open === 'save'}
          onClose={() => setOpen(null)}
          query={now}
          teams={teams}
          action={actions.save}
        />
      ) : null}
      {asked.has('manage') ? (
        <ManageViewsDialog
          isOpen={open === 'manage'}
          onClose={() => setOpen(null)}
          views={changeable}
          actions={actions}
        />
      ) : null}
    </>
  )
}

function ViewLinks({
  title,
  views,
  isNow,
}: {
  title: string
  views: readonly { id?: string; name: string; query: string; isDefault?: boolean }[]
  isNow: (query: string) => boolean
}) {
  return (
    <>
      <MenuLabel>{title}</MenuLabel>
      {views.map((view) => (
        <MenuLink key={view.id ?? view.name} href={`/executions?${viewQuery(stateOfView(view.query))}`}>
          <span className="max-w-64 min-w-0 flex-1 truncate">{view.name}</span>
          {view.isDefault ? <Badge className="h-4.5 px-1 text-2xs">opens first</Badge> : null}
          {isNow(view.query) ? <Check aria-label="shown now" /> : null}
        </MenuLink>
      ))}
    </>
  )
}
