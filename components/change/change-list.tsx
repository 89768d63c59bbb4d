'use client'

import { useZone } from '@/components/ui/clock'
import { groupChanges } from '@/lib/changes/group-changes'
import type { ShownChange } from '@/lib/changes/shown-change'
import { formatDay } from '@/lib/format/time'
import { type ChangeAddress, groupingOf } from '@/lib/input/change-address'
import { ChangeGroupHead } from './change-group-head'
import { ChangeRow } from './change-row'

const COLUMNS = [
  ['When', ''],
  ['Of', ''],
  ['What', ''],
  ['Who', ''],
  ['Why', ''],
  ['Witnessed by', 'md:max-lg:hidden'],
  ['Drift now', ''],
  ['After it', ''],
] as const

/**
 * Changes, the newest first, or put together as the address says. Rendered here from what they show: as server components they
 * would be sent twice in full.
 */
export function ChangeList({ changes, address }: { changes: ShownChange[]; address: ChangeAddress }) {
  const { zone } = useZone()
  const showsFlow = address.flow === ''
  const columns = COLUMNS.filter(([title]) => showsFlow || title !== 'Of')
  const by = groupingOf(address)
  const rowsOf = (of: ShownChange[]) =>
    of.map((change) => <ChangeRow key={change.id} change={change} showsFlow={showsFlow} />)
  return (
    <section
      aria-label="Changes"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="list-table">
        <thead>
          <tr>
            {columns.map(([title, className]) => (
              <th key={title} scope="col" className={className}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        {by === null ? (
          <tbody>{rowsOf(changes)}</tbody>
        ) : (
          groupChanges(changes, by, (atMs) => formatDay(atMs, zone)).map((group) => (
            <tbody key={group.key}>
              <ChangeGroupHead group={group} address={address} columns={columns.length} />
              {rowsOf(group.changes)}
            </tbody>
          ))
        )}
      </table>
    </section>
  )
}
