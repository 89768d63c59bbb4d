import { isOutage } from './outage'

/** An answer, or why there is none: a screen must never show "nothing" where it means "we do not know". */
export type Answer<T> = { known: true; value: T } | { known: false; why: 'too_slow' | 'unavailable' }

/** Asks, and tells apart what the database could not answer from what is our own mistake, which is thrown. */
export async function answered<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { known: true, value: await work() }
  } catch (error) {
    if (isTimeout(error)) return { known: false, why: 'too_slow' }
    if (isOutage(error)) return { known: false, why: 'unavailable' }
    throw error
  }
}

/** 57014: cancelled, here always by the statement's time limit. */
function isTimeout(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '57014') return true
  }
  return false
}
