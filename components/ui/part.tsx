import type { ReactNode } from 'react'
import { isSettledWithin } from '@/lib/render/settled-within'
import { PartPlace } from './part-place'

/** React shows what follows a page 0.3 s after its first paint at the earliest: waiting as long costs nobody anything. */
const SOON_MS = 300

/**
 * A part of a page that comes with the page where it is known in a moment, so that it is painted once and at once; else
 * its skeleton comes, and the part follows.
 */
export async function Part({ fallback, children }: { fallback: ReactNode; children: Promise<ReactNode> }) {
  if (await isSettledWithin(children, SOON_MS)) {
    return (
      <PartPlace startsLate={false} fallback={null}>
        {await children}
      </PartPlace>
    )
  }
  return (
    <PartPlace startsLate fallback={fallback}>
      <Following part={children} />
    </PartPlace>
  )
}

async function Following({ part }: { part: Promise<ReactNode> }) {
  return await part
}
