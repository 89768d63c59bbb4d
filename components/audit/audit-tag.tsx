import Link from 'next/link'

/** A detail of an entry as `key:value`; pressed, it narrows the list to entries that have the same. */
export function AuditTag({ name, value, href }: { name: string; value: string; href: string | null }) {
  const said = (
    <span className="min-w-0">
      <span className="text-ink-3">{name}:</span>
      {value}
    </span>
  )
  if (href === null) return <span className="audit-tag">{said}</span>
  return (
    <Link href={href} prefetch={false} className="audit-tag">
      {said}
    </Link>
  )
}
