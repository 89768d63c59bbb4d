import type { Difference } from '@/lib/compare/differ'

/** What differs, name by name, beside what it is in either execution. */
export function DifferenceTable({ label, rows }: { label: string; rows: readonly Difference[] }) {
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface">
      <table
        aria-label={label}
        className="w-full table-fixed border-collapse text-left text-sm max-md:min-w-100"
      >
        <thead className="bg-sunken text-xs text-ink-3">
          <tr>
            <th scope="col" className="w-28 border-b border-line px-3 py-2 font-medium md:w-52">
              What
            </th>
            <th scope="col" className="border-b border-line px-3 py-2 font-medium">
              This one
            </th>
            <th scope="col" className="border-b border-line px-3 py-2 font-medium">
              Compared with
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="align-top">
              <th
                scope="row"
                className="border-b border-line/60 px-3 py-1.5 text-xs font-normal wrap-anywhere text-ink-3"
              >
                {row.key}
              </th>
              <Value text={row.a} />
              <Value text={row.b} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const SHOWN = 600

function Value({ text }: { text: string | null }) {
  return (
    <td className="border-b border-line/60 px-3 py-1.5 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap text-ink">
      {text === null ? (
        <span className="font-sans text-ink-3 italic">not there</span>
      ) : text === '' ? (
        <span className="font-sans text-ink-3 italic">empty</span>
      ) : text.length > SHOWN ? (
        `${text.slice(0, SHOWN)}…`
      ) : (
        text
      )}
    </td>
  )
}
