import { Skeleton } from '@/components/ui/skeleton'

const ROWS = Array.from({ length: 14 }, (_, index) => index)
const BARS = [38, 52, 30, 61, 44, 70, 35, 58, 47, 64, 40, 55, 33, 60, 49, 66, 42, 53]
const FACETS = [4, 2, 5, 2, 3]

export function BarsSkeleton() {
  return (
    <div className="flex h-26.25 items-end gap-1 pb-6" aria-hidden>
      {BARS.map((height, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: grey bars without identity
          key={index}
          className="flex-1 animate-shimmer rounded-sm bg-line"
          style={{ height: `${height}%` }}
        />
      ))}
    </div>
  )
}

export function FacetSkeleton() {
  return (
    <div className="flex flex-col gap-5">
      {FACETS.map((values, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines without identity
        <div key={group} className="flex flex-col gap-2 px-2">
          <Skeleton className="h-3 w-16" />
          {ROWS.slice(0, values).map((row) => (
            <Skeleton key={row} className="h-4 w-full" />
          ))}
        </div>
      ))}
    </div>
  )
}

export function TableSkeleton() {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-card">
      <div className="h-9 border-b border-line" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-13 items-center gap-6 border-b border-line px-4 last:border-b-0">
          <Skeleton className="h-4 w-16" />
          <div className="flex flex-1 flex-col gap-1.5">
            <Skeleton className="h-3.5 w-44" />
            <Skeleton className="h-3 w-28" />
          </div>
          <Skeleton className="h-3.5 w-16 max-sm:hidden" />
          <Skeleton className="h-3.5 w-14" />
          <Skeleton className="h-3.5 w-60 max-lg:hidden" />
        </div>
      ))}
    </div>
  )
}
