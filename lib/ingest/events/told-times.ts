import { compareNano } from '@/lib/executions/state'
import type { UnixNano } from '@/lib/model/fact'

export type ToldTimes = {
  queuedAt?: UnixNano | undefined
  startedAt?: UnixNano | undefined
  endedAt?: UnixNano | undefined
}

/** The times that there are, with the end not before the start: tools say that what they skipped ended before it began. */
export function inOrder({ queuedAt, startedAt, endedAt }: ToldTimes): {
  queuedAt?: UnixNano
  startedAt?: UnixNano
  endedAt?: UnixNano
} {
  const ended = endedAt === undefined ? undefined : later(endedAt, startedAt)
  return {
    ...(queuedAt === undefined ? {} : { queuedAt }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(ended === undefined ? {} : { endedAt: ended }),
  }
}

const later = (a: UnixNano, b: UnixNano | undefined): UnixNano =>
  b !== undefined && compareNano(b, a) > 0 ? b : a
