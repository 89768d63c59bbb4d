'use client'

import { useState } from 'react'
import { HistoryLink } from '@/components/audit/history-link'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { SavedView } from '@/lib/model/saved-view'
import type { ViewActions } from './views-menu'

/** The verbs that there are for the views of a list; a list without a view of its own to open with has no default. */
type Verbs = Omit<ViewActions, 'save' | 'setDefault'> & { setDefault: ViewActions['setDefault'] | null }

/** The views that the person may change: their name, which one opens first, and whether there is one. */
export function ManageViewsDialog({
  isOpen,
  onClose,
  views,
  page = '/executions',
  actions,
}: {
  isOpen: boolean
  onClose: () => void
  views: SavedView[]
  /** The list that they are of. */
  page?: string
  actions: Verbs
}) {
  return (
    <Dialog
      title="Views"
      description={
        actions.setDefault === null
          ? 'Their addresses work for whoever may see the same.'
          : 'One of yours, and one of each team, can be what the list opens with; yours goes first.'
      }
      open={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <ul className="flex flex-col divide-y divide-line">
        {views.map((view) => (
          <li key={view.id} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
            <RenameForm view={view} action={actions.rename} />
            <div className="flex flex-wrap items-center gap-2">
              <Badge tone="outline">{view.teamName ?? 'Mine'}</Badge>
              <CopyButton
                value={`${globalThis.location?.origin ?? ''}${page}?${view.query}`}
                label={`link of ${view.name}`}
              />
              <HistoryLink kind="view" id={view.id} of={view.name} size="sm" />
              <span className="flex-1" />
              {actions.setDefault === null ? null : <DefaultForm view={view} action={actions.setDefault} />}
              <DeleteForm view={view} action={actions.remove} />
            </div>
          </li>
        ))}
      </ul>
      {views.length === 0 ? <p className="text-sm text-ink-3">None is left.</p> : null}
    </Dialog>
  )
}

function RenameForm({ view, action }: { view: SavedView; action: ViewActions['rename'] }) {
  return (
    <ActionForm
      action={action}
      label={`Rename ${view.name}`}
      className="flex items-end gap-2"
      onDone={() => toast.success('Renamed')}
    >
      {({ isPending, errorOf }) => (
        <>
          <input type="hidden" name="viewId" value={view.id} />
          <div className="min-w-0 flex-1">
            <Field label="Name" error={errorOf('name')}>
              <Input name="name" defaultValue={view.name} autoComplete="off" maxLength={60} />
            </Field>
          </div>
          <Button type="submit" size="lg" disabled={isPending} className="h-9">
            Rename
          </Button>
        </>
      )}
    </ActionForm>
  )
}

function DefaultForm({ view, action }: { view: SavedView; action: ViewActions['setDefault'] }) {
  return (
    <ActionForm action={action} label={`Default: ${view.name}`}>
      {({ state, isPending }) => (
        <>
          <input type="hidden" name="viewId" value={view.id} />
          <input type="hidden" name="isDefault" value={String(!view.isDefault)} />
          <Button type="submit" size="sm" disabled={isPending} aria-pressed={view.isDefault}>
            {view.isDefault ? 'Opens first' : 'Open first'}
          </Button>
          <FormError state={state} />
        </>
      )}
    </ActionForm>
  )
}

/** Asks once more in the same place: there is no way back. */
function DeleteForm({ view, action }: { view: SavedView; action: ViewActions['remove'] }) {
  const [isAsking, setAsking] = useState(false)
  if (!isAsking) {
    return (
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        Delete
      </Button>
    )
  }
  return (
    <ActionForm action={action} label={`Delete ${view.name}`} onDone={() => toast.success('Deleted')}>
      {({ state, isPending }) => (
        <>
          <input type="hidden" name="viewId" value={view.id} />
          <Button type="submit" size="sm" variant="danger" disabled={isPending}>
            Delete for good
          </Button>
          <FormError state={state} />
        </>
      )}
    </ActionForm>
  )
}
