'use client'

const LEAST = 15
const MOST = 75

/** Moves the border between names and times, by hand or by arrow keys. */
export function TreeDivider({ share, onShare }: { share: number; onShare: (share: number) => void }) {
  const set = (next: number) => onShare(Math.min(MOST, Math.max(LEAST, next)))
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the names"
      aria-orientation="vertical"
      aria-valuenow={Math.round(share)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      className="absolute inset-y-0 z-10 w-2 -translate-x-1/2 cursor-col-resize touch-none hover:bg-accent/30 focus-visible:bg-accent/30"
      style={{ left: `${share}%` }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') set(share - 2)
        if (event.key === 'ArrowRight') set(share + 2)
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const box = event.currentTarget.parentElement?.getBoundingClientRect()
        if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return
        set(((event.clientX - box.left) / box.width) * 100)
      }}
    />
  )
}
