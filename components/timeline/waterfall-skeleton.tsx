import { Skeleton } from '@/components/ui/skeleton'

/** Grey rows in the shape of what comes. */
export function WaterfallSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-2">
      <span className="sr-only">Loading the trace</span>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-11 w-full" />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="h-8 border-b border-line bg-sunken" />
        {['w-48 ml-2', 'w-40 ml-6', 'w-56 ml-10', 'w-36 ml-10', 'w-44 ml-6', 'w-52 ml-10', 'w-40 ml-10'].map(
          (shape, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: grey rows have no identity
            <div key={n} className="flex h-7 items-center gap-8">
              <Skeleton className={`h-3 ${shape}`} />
            </div>
          ),
        )}
      </div>
    </div>
  )
}
