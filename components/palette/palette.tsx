'use client'

import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { PaletteButton } from './palette-button'

const load = () => import('./palette-dialog').then((module) => module.PaletteDialog)
const PaletteDialog = dynamic(load, { ssr: false })

/**
 * Finds whatever there is by a few letters or a pasted id. Opened by its button, by ⌘K or by Ctrl K; what it needs is
 * fetched when a hand is on its way there.
 */
export function Palette() {
  const [isOpen, setOpen] = useState<boolean | null>(null)
  useOpeningKey(() => setOpen((open) => !open))
  return (
    <>
      <PaletteButton
        aria-haspopup="dialog"
        aria-expanded={isOpen ?? false}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(true)}
      />
      {isOpen === null ? null : <PaletteDialog isOpen={isOpen} onOpenChange={setOpen} />}
    </>
  )
}

/** ⌘K works everywhere, also while a person writes: no page has another use for it. */
function useOpeningKey(toggle: () => void): void {
  const latest = useRef(toggle)
  latest.current = toggle
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Meta' || event.key === 'Control') void load()
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
