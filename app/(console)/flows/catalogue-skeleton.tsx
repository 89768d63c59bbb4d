import { Skeleton } from '@/components/ui/skeleton'

const ROWS = Array.from({ length: 12 }, (_, index) => index)

/** Grey in the shape of the catalogue. */
export function CatalogueSkeleton() {
  return (
    <div aria-busy="true" className="overflow-hidden rounded-lg border border-line bg-surface shadow-card">
      <span role="status" className="sr-only">
        Loading flows
      </span>
      <div className="h-9 border-b border-line" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-17 items-center gap-6 border-b border-line px-4 last:border-b-0">
          <div className="flex flex-1 flex-col gap-1.5">
            <Skeleton className="h-3.5 w-44" />
            <Skeleton className="h-3 w-28" />
          </div>
          <Skeleton className="h-3.5 w-56 max-lg:hidden" />
          <Skeleton className="h-3.5 w-14" />
          <Skeleton className="h-3.5 w-14 max-sm:hidden" />
          <Skeleton className="h-3.5 w-48 max-lg:hidden" />
        </div>
      ))}
    </div>
  )
}
