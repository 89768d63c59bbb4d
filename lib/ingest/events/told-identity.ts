import { cutText } from '@/lib/executions/cut-text'
import type { ToldIdentity } from '@/lib/model/event'

const MAX_PART = 500

/** An identity of parts that a tool sent, which may be of any length. */
export const toldIdentity = (
  namespace: string,
  flow: string,
  nativeId: string,
  attempt = 1,
): ToldIdentity => ({
  namespace: cutText(namespace, MAX_PART),
  flow: cutText(flow, MAX_PART),
  nativeId: cutText(nativeId, MAX_PART),
  attempt: wholeNumber(attempt),
})

/** A message as it is kept: whole, unless somebody put a file into it. */
export const toldMessage = (message: string): string => cutText(message, 16_000)

/** A count or an index that a column can hold. */
export const wholeNumber = (of: number): number => Math.min(of, 2_147_483_647)
