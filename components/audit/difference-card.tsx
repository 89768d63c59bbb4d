import clsx from 'clsx'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { type DifferenceRow, jsonDifference } from '@/lib/format/json-difference'
import type { AuditEntryDetail } from '@/lib/model/audit-entry'

/** What the thing was and what it became, side by side, what differs first; or plainly that this was erased. */
export function DifferenceCard({ entry }: { entry: AuditEntryDetail }) {
  const rows = jsonDifference(entry.before, entry.after)
  return (
    <Card className="min-w-0">
      <CardHeader title="Before and after" description={aboutOf(entry, rows)} />
      {rows.length === 0 ? (
        <CardBody className="text-sm text-ink-2">
          {entry.isErased
            ? 'Names, addresses and values of this entry were erased for good. Its hash and its proof stay, and a later entry “personal_data.erased” says so.'
            : 'The entry holds no values: that it was done is all there is to say.'}
        </CardBody>
      ) : (
        <div className="relative overflow-x-auto">
          <table className="w-full table-fixed text-left text-sm">
            <thead className="border-b border-line text-xs text-ink-3">
              <tr className="[&>th]:px-3 [&>th]:py-2 sm:[&>th]:px-4 [&>th]:font-medium">
                <th scope="col" className="w-[30%] sm:w-1/4">
                  Value
                </th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.path} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function aboutOf({ isErased }: AuditEntryDetail, rows: DifferenceRow[]): string {
  if (isErased) return 'Erased.'
  const changed = rows.filter(({ isChanged }) => isChanged).length
  if (rows.length === 0) return 'None.'
  return changed === 0 ? 'Nothing differs.' : `${changed} of ${rows.length} differ; these come first.`
}

function Row({ row: { path, before, after, isChanged } }: { row: DifferenceRow }) {
  return (
    <tr className="border-t border-line align-top first:border-t-0">
      <th scope="row" className="px-3 py-2 font-mono text-xs font-normal sm:px-4 wrap-anywhere text-ink-2">
        {path === '' ? 'value' : path}
      </th>
      <Cell text={before} tone={isChanged ? 'removed' : null} />
      <Cell text={after} tone={isChanged ? 'added' : null} />
    </tr>
  )
}

function Cell({ text, tone }: { text: string | null; tone: 'removed' | 'added' | null }) {
  if (text === null) return <td className="px-3 py-2 text-xs text-ink-3 sm:px-4">not there</td>
  const Mark = tone === 'removed' ? 'del' : tone === 'added' ? 'ins' : 'span'
  return (
    <td
      className={clsx(
        'px-3 py-2 font-mono text-xs wrap-anywhere sm:px-4 whitespace-pre-wrap text-ink',
        tone === 'removed' && 'bg-failed/10',
        tone === 'added' && 'bg-success/7',
      )}
    >
      <Mark className="no-underline">{text === '' ? '(empty)' : text}</Mark>
    </td>
  )
}
