import type { Metadata } from 'next'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { listGuides } from '@/lib/connect/tool-guides'

export const metadata: Metadata = { title: 'Guides' }

/** Every tool with a guide of its own. */
export default async function GuidesPage() {
  await requireViewer()
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Guides"
        description="How each tool is connected, what comes from it and what not, and what its words for states are shown as."
      />
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {listGuides().map(({ id, name, about, ways }) => (
          <li
            key={id}
            className="relative flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4 shadow-card hover:border-line-strong"
          >
            <h2 className="text-base font-semibold">
              <Link
                href={`/sources/guides/${id}`}
                className="text-ink after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
              >
                {name}
              </Link>
            </h2>
            <p className="text-sm text-ink-2">{about}</p>
            <p className="mt-auto flex flex-wrap gap-1 pt-1">
              {ways.map((way) => (
                <Badge key={way}>{way}</Badge>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}
