import type { UnixNano } from './fact'

/** The time as a date, whose unit is the millisecond: what is shorter is cut off. */
export const dateOfNano = (at: UnixNano): Date => new Date(Number(BigInt(at) / 1_000_000n))
