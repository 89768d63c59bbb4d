'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { countOf } from '@/lib/format/count'
import type { Jump } from '@/lib/logs/line-jump'

const WORDS: Record<Jump, [string, string]> = {
  error: ['error', 'errors'],
  warn: ['warning', 'warnings'],
  find: ['line with the text', 'lines with the text'],
}

type Props = {
  /** How many there are of each among the lines that were read. */
  counts: Record<Jump, number>
  isWhole: boolean
  onJump: (jump: Jump, step: 1 | -1) => void
  isFollowing: boolean
  onFollow: (isFollowing: boolean) => void
}

/** `3 errors ↑ ↓`: from one to the next, and the end of the log as it grows. */
export function LogNavigator({ counts, isWhole, onJump, isFollowing, onFollow }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-sunken px-3 py-1">
      {(['error', 'warn', 'find'] as const)
        .filter((jump) => counts[jump] > 0)
        .map((jump) => {
          const [one, many] = WORDS[jump]
          return (
            <span key={jump} className="inline-flex items-center text-xs text-ink-2 tabular-nums">
              {countOf(counts[jump], one, many)}
              {isWhole ? '' : ' so far'}
              <IconButton size="sm" label={`Previous ${one}`} onClick={() => onJump(jump, -1)}>
                <ArrowUp aria-hidden />
              </IconButton>
              <IconButton size="sm" label={`Next ${one}`} onClick={() => onJump(jump, 1)}>
                <ArrowDown aria-hidden />
              </IconButton>
            </span>
          )
        })}
      <Button
        size="sm"
        className="ml-auto"
        variant={isFollowing ? 'primary' : 'ghost'}
        aria-pressed={isFollowing}
        aria-keyshortcuts="f"
        title="Stay at the end and show new lines as they come (key f)"
        onClick={() => onFollow(!isFollowing)}
      >
        Follow
      </Button>
    </div>
  )
}
