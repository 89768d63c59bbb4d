'use client'

import { ChevronDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu'
import type { ViewActions } from '@/components/views/views-menu'
import type { SavedView } from '@/lib/model/saved-view'

const SaveViewDialog = dynamic(
  () => import('@/components/views/save-view-dialog').then((module) => module.SaveViewDialog),
  { ssr: false },
)
const ManageViewsDialog = dynamic(
  () => import('@/components/views/manage-views-dialog').then((module) => module.ManageViewsDialog),
  { ssr: false },
)

/** Questions to the log with a name: those that come along, and one's own. */
const BUILT_IN = [
  { name: 'Denied', query: 'outcome=denied' },
  { name: 'Sign-ins', query: 'action=session' },
  { name: 'People and roles', query: 'action=member' },
  { name: 'Tokens', query: 'action=token' },
  { name: 'By programs', query: 'source=api' },
  { name: 'Who read or exported this log', query: 'target=audit_log' },
]

/** Saved searches of the audit log. */
export function SavedSearches({
  views,
  search,
  actions,
}: {
  views: SavedView[]
  /** What is shown now, as its address says it. */
  search: string
  actions: Omit<ViewActions, 'setDefault'>
}) {
  const [open, setOpen] = useState<'save' | 'manage' | null>(null)
  // Fetched when first asked for; they stay, so that they can close as they opened.
  const [asked, setAsked] = useState<ReadonlySet<'save' | 'manage'>>(new Set())
  const ask = (what: 'save' | 'manage') => {
    setAsked(new Set([...asked, what]))
    setOpen(what)
  }
  const current = [...views, ...BUILT_IN].find(({ query }) => query === search && search !== '')
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" className="max-w-56">
            <span className="sr-only">Search: </span>
            <span className="truncate">{current?.name ?? 'Searches'}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <MenuLabel>Built in</MenuLabel>
        {BUILT_IN.map(({ name, query }) => (
          <MenuLink key={query} href={`/audit?${query}`}>
            {name}
          </MenuLink>
        ))}
        {views.length === 0 ? null : <MenuLabel>Mine</MenuLabel>}
        {views.map(({ id, name, query }) => (
          <MenuLink key={id} href={`/audit?${query}`}>
            <span className="max-w-64 min-w-0 flex-1 truncate">{name}</span>
          </MenuLink>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => ask('save')}>Save this search…</MenuItem>
        <MenuItem disabled={views.length === 0} onSelect={() => ask('manage')}>
          Change searches…
        </MenuItem>
      </Menu>
      {asked.has('save') ? (
        <SaveViewDialog
          isOpen={open === 'save'}
          onClose={() => setOpen(null)}
          query={search}
          teams={[]}
          keeps="the filter and the time"
          action={actions.save}
        />
      ) : null}
      {asked.has('manage') ? (
        <ManageViewsDialog
          isOpen={open === 'manage'}
          onClose={() => setOpen(null)}
          views={views}
          page="/audit"
          actions={{ ...actions, setDefault: null }}
        />
      ) : null}
    </>
  )
}
