import { CircleHelp } from 'lucide-react'
import { Card, CardHeader } from '@/components/ui/card'

/** In place of a card whose figures could not be found out, which must not look like "none". */
export function UnknownCard({ title, why }: { title: string; why: 'too_slow' | 'unavailable' }) {
  return (
    <Card aria-label={title} className="min-w-0">
      <CardHeader title={title} />
      <p className="flex items-center justify-center gap-2 px-4 py-8 text-sm font-medium text-warning">
        <CircleHelp aria-hidden className="size-4" />
        {why === 'too_slow'
          ? 'Unknown: the question took too long.'
          : 'Unknown: the database does not answer.'}
      </p>
    </Card>
  )
}
