'use client'

import { Maximize2, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type CSSProperties, useState } from 'react'
import { rememberPreference } from '@/components/frame/preference'
import { useKey } from '@/components/frame/shortcuts'
import { ButtonLink, IconButton } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { PEEK_SHARE_MAX, PEEK_SHARE_MIN, PREFERENCE_COOKIES } from '@/lib/format/preferences'
import { usePeek } from './use-peek'
import { usePeekedExecution } from './use-peeked-execution'

/** Fetched with the first execution that is looked at. */
const PeekContent = dynamic(() => import('./peek-content').then((module) => module.PeekContent), {
  ssr: false,
  loading: () => <PeekSkeleton />,
})

/** The panel at the right that shows an execution without leaving the list; over the list where there is little room. */
export function PeekPanel({ share: given }: { share: number }) {
  const { peeked, close } = usePeek()
  const [share, setShare] = useState(given)
  if (peeked === null) return null
  const change = (next: number) => {
    const within = Math.round(Math.min(PEEK_SHARE_MAX, Math.max(PEEK_SHARE_MIN, next)))
    setShare(within)
    rememberPreference(PREFERENCE_COOKIES.peek, String(within))
  }
  const width: CSSProperties & Record<'--peek', string> = { '--peek': `${share}%` }
  return (
    <aside
      aria-label="Peek"
      style={width}
      className="flex shrink-0 flex-col border-line bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:top-12 max-lg:bottom-0 max-lg:z-30 lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:w-(--peek) lg:border-l"
    >
      <Edge share={share} onShare={change} />
      <Peeked key={peeked} id={peeked} onClose={close} />
    </aside>
  )
}

function Peeked({ id, onClose }: { id: string; onClose: () => void }) {
  const router = useRouter()
  const found = usePeekedExecution(id)
  const href = `/executions/${encodeURIComponent(id)}`
  useKey('Escape', onClose)
  useKey('o', () => router.push(href))
  return (
    <>
      <div className="flex h-11 shrink-0 items-center justify-between gap-2 border-b border-line pr-2 pl-4">
        <ButtonLink size="sm" href={href} title="Open the full page (o)">
          <Maximize2 aria-hidden />
          Open
        </ButtonLink>
        <IconButton size="sm" label="Close the panel" title="Close (Esc)" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-3 pb-3 max-md:pb-20">
        {found === null ? <PeekSkeleton /> : null}
        {found?.execution ? <PeekContent execution={found.execution} path={href} /> : null}
        {found?.why === 'gone' ? (
          <EmptyState kind="empty" title="There is no such execution">
            It may be older than executions are kept, or belong to a team that you are not in.
          </EmptyState>
        ) : null}
        {found?.why === 'unknown' ? (
          <EmptyState kind="unknown" title="Unknown: the server does not answer">
            The panel asks again when something changes.
          </EmptyState>
        ) : null}
      </div>
    </>
  )
}

/** Moves the panel's edge, by hand or by arrow keys. */
function Edge({ share, onShare }: { share: number; onShare: (share: number) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the panel"
      aria-orientation="vertical"
      aria-valuenow={share}
      aria-valuemin={PEEK_SHARE_MIN}
      aria-valuemax={PEEK_SHARE_MAX}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/30 focus-visible:bg-accent/30 max-lg:hidden"
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onShare(share + 2)
        if (event.key === 'ArrowRight') onShare(share - 2)
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const frame = event.currentTarget.parentElement?.parentElement?.getBoundingClientRect()
        if (!frame || !event.currentTarget.hasPointerCapture(event.pointerId)) return
        onShare(((frame.right - event.clientX) / frame.width) * 100)
      }}
    />
  )
}

function PeekSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-3/4" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  )
}
