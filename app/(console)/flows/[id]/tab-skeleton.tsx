import { Skeleton } from '@/components/ui/skeleton'

/** Grey in the shape of what comes. */
export function FlowTabSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <span role="status" className="sr-only">
        Loading the flow
      </span>
      <Skeleton className="h-19 w-full" />
      <Skeleton className="h-72 w-full" />
    </div>
  )
}
