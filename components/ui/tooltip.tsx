'use client'

import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

/** How every tooltip looks. */
export const TOOLTIP_POPUP =
  'max-w-xs rounded-md bg-raised px-2.5 py-1.5 text-xs text-ink shadow-popup transition-opacity duration-100 data-ending-style:opacity-0 data-instant:transition-none data-starting-style:opacity-0'

// One popup serves every trigger of the page: a list of 50 rows would otherwise mount hundreds.
const handle = BaseTooltip.createHandle<{ text: ReactNode }>()

/** Says more about `children` on hover and on focus. Never the only place where something is said. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return <BaseTooltip.Trigger handle={handle} payload={{ text }} delay={300} render={children} />
}

/** The popup of all tooltips; once, in the root layout. */
export function TooltipHost({ children }: { children: ReactNode }) {
  return (
    <BaseTooltip.Provider timeout={400}>
      {children}
      <BaseTooltip.Root handle={handle}>
        {({ payload }) => (
          <BaseTooltip.Portal>
            <BaseTooltip.Positioner sideOffset={6} collisionPadding={8} className="z-60">
              <BaseTooltip.Popup className={TOOLTIP_POPUP}>{payload?.text}</BaseTooltip.Popup>
            </BaseTooltip.Positioner>
          </BaseTooltip.Portal>
        )}
      </BaseTooltip.Root>
    </BaseTooltip.Provider>
  )
}
