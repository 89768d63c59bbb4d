import { Skeleton } from '@/components/ui/skeleton'
import { BarsSkeleton } from '../executions/list-skeleton'
import { COLUMN, COLUMNS } from './columns'
import { DayFrame } from './day-frame'

const LINES = [0, 1, 2, 3, 4, 5, 6]

export function VerdictSkeleton() {
  return (
    <div aria-busy="true" className="flex min-h-20 items-start gap-3 sm:min-h-14">
      <Skeleton className="mt-0.5 size-5" />
      <div className="flex w-full flex-col gap-2">
        <Skeleton className="h-5 w-full max-w-2xl" />
        <Skeleton className="h-4 w-64" />
      </div>
    </div>
  )
}

export function DaySkeleton() {
  return (
    <div aria-busy="true">
      <DayFrame>
        <BarsSkeleton />
      </DayFrame>
    </div>
  )
}

export function DetailsSkeleton() {
  return (
    <div aria-busy="true" className={COLUMNS}>
      <div className={`${COLUMN} lg:col-span-8`}>
        <CardSkeleton />
        <CardSkeleton />
      </div>
      <div className={`${COLUMN} lg:col-span-4`}>
        <CardSkeleton />
        <CardSkeleton />
      </div>
    </div>
  )
}

function CardSkeleton() {
  return (
    <div className="rounded-lg border border-line bg-surface shadow-card">
      <div className="flex h-17 flex-col justify-center gap-2 border-b border-line px-4">
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-3 w-56" />
      </div>
      {LINES.map((line) => (
        <div
          key={line}
          className="flex h-14 flex-col justify-center gap-2 border-t border-line px-4 first:border-t-0"
        >
          <Skeleton className="h-3.5 w-48" />
          <Skeleton className="h-3 w-full max-w-sm" />
        </div>
      ))}
    </div>
  )
}

/** The page in its final shape, before anything is known. */
export function HomeSkeleton() {
  return (
    <>
      <span role="status" className="sr-only">
        Loading the overview
      </span>
      <VerdictSkeleton />
      <DaySkeleton />
      <DetailsSkeleton />
    </>
  )
}
