import clsx from 'clsx'

/** A grey stand-in with the size of what comes. The region around it carries `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('block animate-shimmer rounded bg-line', className)} />
}
