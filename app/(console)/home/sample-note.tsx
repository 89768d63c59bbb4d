import Link from 'next/link'
import { SampleBadge } from '@/components/sample/sample-badge'
import { answered } from '@/db/answered'
import { hasSample } from '@/db/queries/has-sample'
import { mayIn, type Scope } from '@/lib/model/scope'

/** Says that part of the figures of the page is simulated, for as long as there is sample data. */
export async function SampleNote({ scope }: { scope: Scope }) {
  const found = await answered(() => hasSample(scope))
  if (!found.known || !found.value) return null
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <SampleBadge isSample />
      The figures include simulated executions.
      {mayIn(scope, 'sample.write', null) ? (
        <Link href="/sample" className="rounded text-accent hover:underline">
          Remove the sample data
        </Link>
      ) : null}
    </span>
  )
}
