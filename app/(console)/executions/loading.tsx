import { Skeleton } from '@/components/ui/skeleton'
import { BarsSkeleton, FacetSkeleton, TableSkeleton } from './list-skeleton'

/** The page in its final shape, before anything is known. */
export default function ExecutionsLoading() {
  return (
    <div aria-busy="true" className="flex flex-1 flex-col gap-4 px-4 py-4 lg:px-6">
      <span role="status" className="sr-only">
        Loading executions
      </span>
      <div className="flex gap-2">
        <Skeleton className="h-9 flex-1" />
        <Skeleton className="h-9 w-56" />
      </div>
      <div className="rounded-lg border border-line bg-surface px-4 py-2 shadow-card">
        <div className="h-6" />
        <div className="mt-1">
          <BarsSkeleton />
        </div>
      </div>
      <div className="flex gap-6">
        <div className="w-52 shrink-0 max-xl:hidden">
          <FacetSkeleton />
        </div>
        <div className="min-w-0 flex-1">
          <div className="mb-2 h-8" />
          <div className="mb-3 h-9 border-b border-line" />
          <TableSkeleton />
        </div>
      </div>
    </div>
  )
}
