'use client'

import Form from 'next/form'
import { Button } from '@/components/ui/button'
import type { ShownVersion } from '@/lib/changes/shown-version'
import { flowHref } from '@/lib/flow/flow-address'
import { countOf, formatCount } from '@/lib/format/count'
import type { ToldVersions } from '@/lib/model/listed-change'
import { VersionRow } from './version-row'

const COLUMNS = [
  ['Version', ''],
  ['What', ''],
  ['Who and why', ''],
  ['Executed', ''],
  ['Success', 'text-right'],
  ['p95', 'text-right'],
  ['Ten before, ten from it on', ''],
] as const

/** Which two are compared, by their numbers. */
export type ComparedNumbers = { from: number; to: number }

/** The versions that the definition of a flow had, the newest first; two of them can be chosen and compared. */
export function VersionTable({
  flowId,
  versions,
  told,
  chosen,
}: {
  flowId: string
  versions: ShownVersion[]
  /** Of all versions, also of those that are not listed. */
  told: ToldVersions
  /** What is compared now, or would be first. */
  chosen: ComparedNumbers
}) {
  const canCompare = versions.length > 1
  return (
    <Form
      action={flowHref(flowId)}
      scroll={false}
      className="flex min-w-0 flex-col gap-3"
      aria-label="Versions to compare"
    >
      <input type="hidden" name="tab" value="versions" />
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto text-xs text-ink-3">
          <span className="font-medium text-ink-2">{toldWords(told)}</span>, newest first: what differs in
          meaning makes a version, not how it is written down
        </p>
        {canCompare ? (
          <Button type="submit" size="sm">
            Compare from and to
          </Button>
        ) : null}
      </div>
      <div className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card">
        <table className="list-table">
          <caption className="sr-only">Versions of the definition, newest first</caption>
          <thead>
            <tr>
              {canCompare ? (
                <th scope="col">
                  <span className="sr-only">Compare </span>from
                  <span aria-hidden> · </span>to
                </th>
              ) : null}
              {COLUMNS.map(([title, className]) => (
                <th key={title} scope="col" className={className}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <VersionRow key={version.hash} version={version} chosen={canCompare ? chosen : null} />
            ))}
          </tbody>
        </table>
      </div>
    </Form>
  )
}

/** `14 versions reported, 2 of them real ones`: how much of what is reported is noise. */
function toldWords({ told, versions }: ToldVersions): string {
  const reported = `${countOf(told, 'version')} reported`
  if (told === versions) return reported
  return `${reported}, ${formatCount(versions)} of them ${versions === 1 ? 'a real one' : 'real ones'}`
}
