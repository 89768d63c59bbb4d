import { Skeleton } from '@/components/ui/skeleton'
import { CatalogueSkeleton } from './catalogue-skeleton'

/** The page in its final shape, before anything is known. */
export default function FlowsLoading() {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-4 lg:px-6">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-6 w-24" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <Skeleton className="h-8 w-full" />
      <CatalogueSkeleton />
    </div>
  )
}
