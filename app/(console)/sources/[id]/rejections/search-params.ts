import { createLoader, parseAsString } from 'nuqs/server'

/** The inbox's only state. */
export const loadRejectionParams = createLoader({
  reason: parseAsString.withDefault(''),
  signal: parseAsString.withDefault(''),
  after: parseAsString.withDefault(''),
})

export type RejectionAddress = { reason: string; signal: string; after: string }

/** The address of the inbox with something of it changed; whatever is as usual is left out. */
export function rejectionsHref(
  sourceId: string,
  address: RejectionAddress,
  change: Partial<RejectionAddress>,
): string {
  const next = { ...address, after: '', ...change }
  const query = new URLSearchParams()
  if (next.reason) query.set('reason', next.reason)
  if (next.signal) query.set('signal', next.signal)
  if (next.after) query.set('after', next.after)
  const path = `/sources/${sourceId}/rejections`
  return query.size === 0 ? path : `${path}?${query}`
}
