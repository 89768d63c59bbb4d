import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import { formatBytes } from '@/lib/format/bytes'
import { formatCount } from '@/lib/format/count'
import { signalName } from '@/lib/format/source-words'
import type { SystemHealth } from '@/lib/model/system-health'

const HEAD = '[&>th]:px-4 [&>th]:py-2 [&>th]:font-medium'
const CELL = 'px-4 py-2'
const NUMBER = `${CELL} text-right tabular-nums`

function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={label} className="relative overflow-x-auto">
      <table className="w-full text-sm">
        <thead className="border-b border-line text-left text-xs text-ink-3">
          <tr className={HEAD}>{head}</tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  )
}

/** What runs, as the database sees it, and whether somebody does the jobs. */
export function ProcessesCard({ health, now }: { health: SystemHealth; now: Date }) {
  const { processes, workerUntil } = health
  const isWorking = workerUntil !== null && workerUntil > now
  return (
    <Card>
      <CardHeader
        title="Processes"
        description="By their connections to the database, on whatever machine they run."
        actions={
          isWorking ? (
            <Badge tone="success">a worker leads</Badge>
          ) : (
            <Badge tone="danger">no worker: jobs stand still</Badge>
          )
        }
      />
      <Table
        label="Processes"
        head={
          <>
            <th scope="col">Process</th>
            <th scope="col" className="text-right">
              Connections
            </th>
            <th scope="col" className="text-right">
              Busy
            </th>
            <th scope="col">Connected since</th>
          </>
        }
      >
        {processes.map((one) => (
          <tr key={one.name}>
            <th scope="row" className={`${CELL} text-left font-mono text-xs font-normal text-ink`}>
              {one.name}
            </th>
            <td className={`${NUMBER} text-ink-2`}>{one.connections}</td>
            <td className={`${NUMBER} text-ink-2`}>{one.busy}</td>
            <td className={`${CELL} text-ink-2`}>
              <Time iso={one.since.toISOString()} />
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

/** What each job last did, and why it failed. */
export function JobsCard({ jobs }: { jobs: SystemHealth['jobs'] }) {
  return (
    <Card>
      <CardHeader
        title="Jobs"
        description="What the worker does by itself, and what came of it the last time."
      />
      {jobs.length === 0 ? (
        <CardBody>
          <EmptyState kind="unknown" title="No job has run yet" level={3}>
            <p>A worker starts them within seconds. If none does, no worker is running.</p>
          </EmptyState>
        </CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {jobs.map((job) => (
            <li key={job.name} className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-2.5 text-sm">
              <span className="flex flex-1 basis-48 flex-wrap items-center gap-2 font-medium text-ink">
                {job.name}
                <JobState job={job} />
              </span>
              <span className="text-ink-2">
                <Time iso={job.startedAt.toISOString()} />
                {job.finishedAt === null ? null : (
                  <span className="text-ink-3">
                    {' '}
                    in {formatCount(Math.max(0, job.finishedAt.getTime() - job.startedAt.getTime()))} ms
                  </span>
                )}
              </span>
              <span className="w-full font-mono text-xs break-words text-ink-3">
                {job.error ?? job.result}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function JobState({ job }: { job: SystemHealth['jobs'][number] }) {
  if (job.error !== null) return <Badge tone="danger">failed</Badge>
  return job.finishedAt === null ? <Badge tone="accent">running</Badge> : <Badge tone="success">done</Badge>
}

/** How large the largest tables are, and for which days there is a place. */
export function StorageCard({ health }: { health: SystemHealth }) {
  const { database, tables, partitions } = health
  return (
    <Card>
      <CardHeader
        title="Database"
        description={`PostgreSQL ${database.version}, ${formatBytes(database.bytes)}, ${database.connections} of ${database.connectionsMax} connections in use.`}
      />
      <Table
        label="Largest tables"
        head={
          <>
            <th scope="col">Table</th>
            <th scope="col" className="text-right">
              Size
            </th>
            <th scope="col" className="text-right">
              Rows, about
            </th>
          </>
        }
      >
        {tables.map((table) => (
          <tr key={table.name}>
            <th scope="row" className={`${CELL} text-left font-mono text-xs font-normal text-ink`}>
              {table.name}
            </th>
            <td className={`${NUMBER} text-ink-2`}>{formatBytes(table.bytes)}</td>
            <td className={`${NUMBER} text-ink-2`}>{formatCount(table.rows)}</td>
          </tr>
        ))}
      </Table>
      <ul className="border-t border-line px-4 py-3 text-xs text-ink-3">
        {partitions.map((one) => (
          <li key={one.table}>
            <span className="font-mono">{one.table}</span>: {one.count} daily partitions
            {one.oldest === null ? '' : `, ${one.oldest} to ${one.newest ?? one.oldest}`}, late data{' '}
            {formatBytes(one.lateBytes)}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What came in since the last full hour but one. */
export function IngestCard({ health }: { health: SystemHealth }) {
  const { ingest, lastReceivedAt } = health
  return (
    <Card>
      <CardHeader
        title="Ingest"
        description="What became of what your organization sent in this hour and the one before."
        actions={
          <span className="text-xs text-ink-3">
            {lastReceivedAt === null ? (
              'nothing received yet'
            ) : (
              <>
                last request <Time iso={lastReceivedAt.toISOString()} />
              </>
            )}
          </span>
        }
      />
      {ingest.length === 0 ? (
        <CardBody>
          <EmptyState kind="empty" title="Nothing in these two hours" level={3}>
            <p>No source has sent anything. Their own pages tell when each last did.</p>
          </EmptyState>
        </CardBody>
      ) : (
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 py-4 sm:grid-cols-4">
          {ingest.map(({ signal, verdict, count }) => (
            <div key={`${signal} ${verdict}`}>
              <dt className="text-xs text-ink-3">
                {signalName(signal)} {verdict}
              </dt>
              <dd className="text-lg font-semibold text-ink tabular-nums">{formatCount(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}
