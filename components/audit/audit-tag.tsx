import clsx from 'clsx'
import Link from 'next/link'

/** A detail of an entry as `key:value`; pressed, it narrows the list to entries that have the same. */
export function AuditTag({ name, value, href }: { name: string; value: string; href: string | null }) {
  const look =
    'inline-flex max-w-full min-w-0 items-center rounded bg-sunken px-1.5 py-0.5 text-2xs text-ink-2 wrap-anywhere'
  const said = (
    <span className="min-w-0">
      <span className="text-ink-3">{name}:</span>
      {value}
    </span>
  )
  if (href === null) return <span className={look}>{said}</span>
  return (
    <Link href={href} prefetch={false} className={clsx(look, 'hover:text-ink hover:underline')}>
      {said}
    </Link>
  )
}
