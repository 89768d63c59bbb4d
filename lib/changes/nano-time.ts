import type { UnixNano } from '@/lib/model/fact'

/** A time as ISO 8601 in UTC with milliseconds. */
export const isoOfNano = (nano: UnixNano): string => new Date(Number(BigInt(nano) / 1_000_000n)).toISOString()
