import { CLASS_WORDS } from '@/lib/format/change-words'
import type { Difference } from '@/lib/model/flow-change'

/** What a change means: each difference by its path, from what to what. */
export function DifferenceTable({
  differences,
}: {
  differences: Pick<Difference, 'path' | 'from' | 'to'>[] | Difference[]
}) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm">
        <caption className="sr-only">What is different, by path</caption>
        <thead className="text-xs text-ink-3">
          <tr className="[&>th]:px-4 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">Path</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((each) => (
            <tr key={each.path} className="border-t border-line align-top">
              <th scope="row" className="min-w-32 px-4 py-2 text-left font-normal md:min-w-72">
                <span className="font-mono text-xs wrap-anywhere text-ink">{each.path}</span>
                {'class' in each ? (
                  <span className="block text-2xs text-ink-3">{CLASS_WORDS[each.class]}</span>
                ) : null}
              </th>
              <td className="min-w-24 px-4 py-2 font-mono md:min-w-32 text-xs wrap-anywhere text-failed">
                {valueWords(each.from)}
              </td>
              <td className="min-w-24 px-4 py-2 font-mono md:min-w-32 text-xs wrap-anywhere text-success">
                {valueWords(each.to)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const MAX_VALUE = 2_000

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return '–'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '–')
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text
}
