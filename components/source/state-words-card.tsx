import { StateBadge } from '@/components/execution/state-badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { ToolGuide } from '@/lib/model/tool-guide'

/** The tool's own words for states, and what they are here. */
export function StateWordsCard({ name, states }: Pick<ToolGuide, 'name' | 'states'>) {
  return (
    <Card>
      <CardHeader
        title={`States of ${name}`}
        description="Its own word is kept beside the state that it is shown as. A word that is not here is shown as unknown."
      />
      <CardBody className="flex flex-col gap-5">
        {states.map(({ of, words }) => (
          <section key={of} aria-label={`Words for ${of}`} className="relative overflow-x-auto">
            <h3 className="mb-1.5 text-xs font-medium text-ink-3">Said of {of}</h3>
            <table className="w-full text-left text-sm">
              <thead className="sr-only">
                <tr>
                  <th scope="col">Word of {name}</th>
                  <th scope="col">State here</th>
                </tr>
              </thead>
              <tbody>
                {words.map(({ word, state }) => (
                  <tr key={word} className="border-t border-line">
                    <th scope="row" className="py-1.5 pr-6 align-middle font-normal">
                      <code className="block font-mono text-xs wrap-anywhere text-ink">{word}</code>
                    </th>
                    <td className="py-1.5 align-middle">
                      <span className="flex">
                        <StateBadge state={state} />
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </CardBody>
    </Card>
  )
}
