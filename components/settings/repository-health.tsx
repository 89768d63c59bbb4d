import { Badge, type BadgeTone } from '@/components/ui/badge'
import { healthOf, type ListedRepository, type RepositoryHealth } from '@/lib/model/repository'

const WORDS: Record<RepositoryHealth, { tone: BadgeTone; word: string }> = {
  read: { tone: 'success', word: 'read' },
  waiting: { tone: 'neutral', word: 'being read' },
  failing: { tone: 'danger', word: 'cannot be read' },
  told: { tone: 'outline', word: 'by webhooks' },
}

/** How a repository stands, in a word. */
export function RepositoryBadge({
  repository,
}: {
  repository: Pick<ListedRepository, 'url' | 'problem' | 'readAt'>
}) {
  const { tone, word } = WORDS[healthOf(repository)]
  return <Badge tone={tone}>{word}</Badge>
}
