import { Prose } from './prose'

/** A parameter as it is read about. */
export type ParameterLine = {
  name: string
  isInPath: boolean
  type: string
  limits: string
  description: string
}

/** What a request may say. */
export function ParameterTable({ of, parameters }: { of: string; parameters: ParameterLine[] }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Parameters of “{of}”</caption>
        <thead className="text-xs text-ink-3">
          <tr className="border-b border-line">
            <th scope="col" className="py-1.5 pr-4 font-medium">
              Parameter
            </th>
            <th scope="col" className="py-1.5 pr-4 font-medium">
              Type
            </th>
            <th scope="col" className="min-w-56 py-1.5 font-medium">
              What it says
            </th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ name, isInPath, type, limits, description }) => (
            <tr key={name} className="border-b border-line align-top last:border-0">
              <th scope="row" className="py-1.5 pr-4 font-normal whitespace-nowrap">
                <code className="font-mono text-xs text-ink">{name}</code>
                {isInPath ? <span className="ml-1.5 text-xs text-ink-3">in the path</span> : null}
              </th>
              <td className="max-w-64 py-1.5 pr-4 font-mono text-xs text-ink-2">{type}</td>
              <td className="py-1.5 text-ink-2">
                <Prose text={description} />
                {limits === '' ? null : (
                  <span className="text-ink-3"> {limits.charAt(0).toUpperCase() + limits.slice(1)}.</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
