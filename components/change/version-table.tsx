'use client'

import Form from 'next/form'
import { Button } from '@/components/ui/button'
import type { ShownVersion } from '@/lib/changes/shown-version'
import { flowHref } from '@/lib/flow/flow-address'
import { countOf } from '@/lib/format/count'
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
  chosen,
}: {
  flowId: string
  versions: ShownVersion[]
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
          {countOf(versions.length, 'version')}, newest first: what differs in meaning makes one, not how it
          is written down
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
