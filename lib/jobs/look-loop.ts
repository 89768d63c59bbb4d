import { isOutage } from '@/db/outage'
import { log } from '@/lib/log'

export type Background = { stop: () => Promise<void> }

type Looking = {
  /** How long after a look has ended the next one begins. */
  everyMs: number
  look: () => Promise<unknown>
  /** Called at once when stopping, so that a look under way is not waited for longer than need be. */
  abort?: () => void
  /** Ends what looks have begun; called when none is under way nor will be. */
  end?: () => Promise<void>
  /** Whose log it is, and what that says of a look that failed. */
  logger: string
  failed: string
}

/**
 * Looks for work until it is stopped, one look after the other. A look that fails is logged and followed by the next: where the
 * database is away, that one finds out whether it is back.
 */
export function keepLooking({ everyMs, look, abort, end, logger, failed }: Looking): Background {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let looking: Promise<void> = Promise.resolve()
  const lookOnce = async () => {
    try {
      await look()
    } catch (error) {
      if (isOutage(error)) log(logger).warn('the database cannot be reached')
      else if (!isStopped) log(logger).error({ err: error }, failed)
    }
    if (!isStopped) timer = setTimeout(next, everyMs)
  }
  const next = () => {
    looking = lookOnce()
  }
  next()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      abort?.()
      await looking
      await end?.()
    },
  }
}
