'use client'

import { Dialog } from '@base-ui/react/dialog'
import { LoaderCircle, Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useId, useState } from 'react'
import { useShownPlaces } from '@/components/frame/shown-places'
import { Kbd } from '@/components/ui/kbd'
import { type PaletteEntry, paletteGroups } from './palette-entry'
import { PaletteList } from './palette-list'
import { useSearch } from './use-search'

/** Where one writes what to find, over the page. */
export function PaletteDialog({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(8_10_14/0.45)] transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl bg-raised shadow-popup outline-none max-sm:top-4 max-sm:max-h-[calc(100dvh-2rem)]">
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <Finder onLeave={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder({ onLeave }: { onLeave: () => void }) {
  const router = useRouter()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const { hits, status } = useSearch(typed)
  const groups = paletteGroups(typed, hits, useShownPlaces())
  const entries = groups.flatMap((group) => group.entries)
  const at = Math.min(active, entries.length - 1)
  const open = (entry: PaletteEntry) => {
    onLeave()
    router.push(entry.href)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const entry = entries[at]
    if (step !== undefined && entries.length > 0) setActive((at + step + entries.length) % entries.length)
    else if (event.key === 'Enter' && entry && !event.nativeEvent.isComposing) open(entry)
    else return
    event.preventDefault()
  }
  const Sign = status === 'searching' ? LoaderCircle : Search
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Sign
          aria-hidden
          className={`size-4 shrink-0 text-ink-3 ${status === 'searching' ? 'animate-spin' : ''}`}
        />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog is opened to write here
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={press}
          role="combobox"
          aria-label="Search"
          aria-expanded={entries.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
          placeholder="Find a flow, a person, or paste any id"
          autoComplete="off"
          spellCheck={false}
          className="h-12 min-w-0 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-ink-3"
        />
        <Kbd>Esc</Kbd>
      </div>
      <PaletteList id={listId} groups={groups} active={at} onOpen={open} onPoint={setActive} />
      <Says status={status} typed={typed} hasEntries={entries.length > 0} />
    </>
  )
}

/** Nothing found, and nothing known, are not the same; both are said, also to those who do not see the list. */
function Says({ status, typed, hasEntries }: { status: string; typed: string; hasEntries: boolean }) {
  const words =
    status === 'unknown'
      ? 'The search did not answer. Pages can still be opened; try again for the rest.'
      : status === 'found' && !hasEntries
        ? `Nothing that you may see is called “${typed.trim().slice(0, 60)}”, or has it as an id.`
        : status === 'idle'
          ? 'Executions are found by any id: ours, the tool’s, a trace’s, or an address of the tool.'
          : ''
  return (
    <p
      role="status"
      className={words === '' ? 'sr-only' : 'border-t border-line px-4 py-2.5 text-xs text-ink-3'}
    >
      {words}
    </p>
  )
}
