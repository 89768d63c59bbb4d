import Link from 'next/link'
import type { ChangeGroup } from '@/lib/changes/group-changes'
import type { ShownChange } from '@/lib/changes/shown-change'
import { countOf } from '@/lib/format/count'
import { type ChangeAddress, changesHref } from '@/lib/input/change-address'

/** What the changes below it share, with how many of them are on the page, and the way to all of them. */
export function ChangeGroupHead({
  group: { title, narrow, changes },
  address,
  columns,
}: {
  group: ChangeGroup<ShownChange>
  address: ChangeAddress
  columns: number
}) {
  return (
    <tr className="list-group">
      <th scope="rowgroup" colSpan={columns}>
        {narrow === null ? (
          <span className="wrap-anywhere">{title}</span>
        ) : (
          <Link
            href={changesHref({ ...narrow, group: '' }, address)}
            prefetch={false}
            className="wrap-anywhere hover:underline"
          >
            {title}
          </Link>
        )}{' '}
        <span className="ml-1 font-normal text-ink-3">{countOf(changes.length, 'change')} on this page</span>
      </th>
    </tr>
  )
}
