'use client'

import { useFollowedLinks } from '@/components/ui/use-followed-links'
import type { ShownFlow } from '@/lib/flow/shown-flow'
import { FlowTableRow } from './flow-table-row'

// Said once of the body, since every row would say it of every cell.
const BODY =
  '[&_td]:overflow-hidden [&_td]:px-2 [&_td]:py-1.5 [&_td]:align-middle [&_td:first-child]:pl-4 [&_td:last-child]:pr-4 [&_tr]:border-t [&_tr]:border-line [&_tr:hover]:bg-hover'

/** The rows of the catalogue, rendered here from what they show: as server components they would be sent twice in full. */
export function FlowTableRows({ rows }: { rows: ShownFlow[] }) {
  const follow = useFollowedLinks()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click, which comes by here
    <tbody className={BODY} onClick={follow}>
      {rows.map((row) => (
        <FlowTableRow key={row.id} row={row} />
      ))}
    </tbody>
  )
}
