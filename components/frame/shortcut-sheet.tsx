'use client'

import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { shortcutsOf } from './shortcuts'
import { useShownPlaces } from './shown-places'

/** What the keyboard can do; opened by `?`. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const places = useShownPlaces()
  return (
    <Dialog title="Keyboard" open={open} onOpenChange={onOpenChange}>
      <div className="grid gap-6 sm:grid-cols-2">
        {shortcutsOf(places).map(({ group, keys }) => (
          <section key={group}>
            <h3 className="mb-2 text-xs font-medium text-ink-3">{group}</h3>
            <dl className="flex flex-col gap-1.5">
              {keys.map(([chord, does]) => (
                <div key={chord} className="flex items-center justify-between gap-3 text-sm">
                  <dt className="text-ink-2">{does}</dt>
                  <dd className="flex gap-1">
                    {chord.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
