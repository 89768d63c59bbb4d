import clsx from 'clsx'
import type { ListedChange } from '@/lib/model/listed-change'
import { ChangeRow } from './change-row'

/** Changes, the newest first. `showsFlow` is false where all are of one flow. */
export function ChangeList({ changes, showsFlow }: { changes: ListedChange[]; showsFlow: boolean }) {
  const columns: [string, string][] = [
    ['When', ''],
    ...(showsFlow ? [['Of', ''] as [string, string]] : []),
    ['What', ''],
    ['Who', ''],
    ['Why', ''],
    ['Witnessed by', 'max-lg:hidden'],
    ['Drift now', 'max-md:hidden'],
    ['After it', ''],
  ]
  return (
    <section
      aria-label="Changes"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="w-full border-collapse text-left">
        <thead className="border-b border-line text-xs text-ink-3">
          <tr>
            {columns.map(([title, className]) => (
              <th
                key={title}
                scope="col"
                className={clsx('px-3 py-2 font-medium whitespace-nowrap first:pl-4 last:pr-4', className)}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} showsFlow={showsFlow} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
