import { packOutcomes } from '@/lib/flow/packed-outcomes'
import type { ListedVersion } from '@/lib/model/listed-change'

/** What the browser needs of a row of the versions. */
export type ShownVersion = Omit<
  ListedVersion,
  'firstAt' | 'executedAt' | 'lastExecutedAt' | 'reason' | 'effect' | 'commit' | 'hasText'
> & {
  firstAt: string
  executedAt: string | null
  lastExecutedAt: string | null
  /** Its first line alone. */
  reason: { text: string; url: string | null } | null
  /** As `packOutcomes` packs them. */
  effect: { before: string; from: string }
}

/** Works out what a row of the versions shows. */
export function shownVersion(version: ListedVersion): ShownVersion {
  const { firstAt, executedAt, lastExecutedAt, reason, effect, commit: _, hasText: __, ...rest } = version
  return {
    ...rest,
    firstAt: firstAt.toISOString(),
    executedAt: executedAt?.toISOString() ?? null,
    lastExecutedAt: lastExecutedAt?.toISOString() ?? null,
    reason: reason === null ? null : { text: reason.text.split('\n')[0] ?? '', url: reason.url },
    effect: { before: packOutcomes(effect.before), from: packOutcomes(effect.from) },
  }
}
