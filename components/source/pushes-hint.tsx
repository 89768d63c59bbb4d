import { GitBranch } from 'lucide-react'
import Link from 'next/link'
import { Card } from '@/components/ui/card'

/** Why no commit of a source is of any flow: its pushes name no files, and nobody reads its repositories. */
export function PushesHint({ host }: { host: string }) {
  return (
    <Card>
      <p className="flex items-start gap-3 px-4 py-3 text-sm text-ink-2">
        <GitBranch aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
        <span>
          Pushes that {host} tells of name no files, so that nobody knows which flows a commit touched. Have
          its repositories read under{' '}
          <Link href="/settings/repositories" className="underline">
            Settings, Repositories
          </Link>
          ; then commits are changes of flows, and what is deployed can be compared with them.
        </span>
      </p>
    </Card>
  )
}
