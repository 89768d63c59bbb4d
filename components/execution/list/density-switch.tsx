'use client'

import { Rows2, Rows4 } from 'lucide-react'
import { useListState } from '@/components/filter/use-list-state'
import { IconButton } from '@/components/ui/button'

/** Roomy or compact rows. */
export function DensitySwitch() {
  const [{ density, view }, setState] = useListState({ shallow: true })
  const isCompact = density === 'compact'
  if (view !== 'table') return null
  return (
    <IconButton
      size="sm"
      label="Compact rows"
      aria-pressed={isCompact}
      onClick={() => void setState({ density: isCompact ? 'comfortable' : 'compact' })}
    >
      {isCompact ? <Rows2 aria-hidden /> : <Rows4 aria-hidden />}
    </IconButton>
  )
}
