import { z } from 'zod'
import { Refusal } from '@/lib/model/refusal'
import { checkQuery, type Filter } from '@/lib/query/filter'
import { RANGES, type Window, windowFrom } from '@/lib/query/window'

export const PAGE_MAX = 200

/** Parameters that several operations share, described once. */
export const limit = z
  .int()
  .min(1)
  .max(PAGE_MAX)
  .default(50)
  .describe('How many at most; an answer with a `next` has more after it.')

export const cursor = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('The `next` of the page before. Everything else must stay as it was.')

export const q = z
  .string()
  .max(2000)
  .default('')
  .describe('A filter in the language of the console, such as `state:failed team:growth duration:>5m`.')

export const windowParameters = {
  range: z
    .enum(RANGES)
    .optional()
    .describe('How far back from now: `7d` unless said otherwise. Not together with `from` and `to`.'),
  from: z.iso.datetime({ offset: true }).optional().describe('From this moment on.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Before this moment.'),
}

/** The filter of a query, which must be right as a whole: a program cannot see what a page would underline. */
export function filterOf(text: string): Filter | null {
  const { filter, errors } = checkQuery(text)
  const [error] = errors
  if (error) {
    const part = text.slice(error.from, error.to)
    throw new Refusal('invalid', `q: ${error.message}, at ${error.from} (“${part}”).`, null, 'q')
  }
  return filter
}

/** The stretch of time that is asked for. */
export function windowOf(
  of: { range?: string | undefined; from?: string | undefined; to?: string | undefined },
  nowMs: number,
): Window {
  const { range, from, to } = of
  if (range !== undefined && (from !== undefined || to !== undefined))
    throw new Refusal('invalid', 'range: It is said by `from` and `to` already.', null, 'range')
  const { fromMs: earliestMs } = windowFrom('all', nowMs)
  if (from === undefined && to === undefined) {
    const { fromMs } = windowFrom(range ?? '', nowMs)
    return { fromMs, toMs: null }
  }
  const toMs = to === undefined ? null : Date.parse(to)
  const fromMs = from === undefined ? earliestMs : Date.parse(from)
  if (toMs !== null && toMs <= fromMs && from !== undefined)
    throw new Refusal('invalid', 'to: It is not after `from`.', null, 'to')
  return { fromMs: within(fromMs, earliestMs), toMs: toMs === null ? null : within(toMs, earliestMs) }
}

/** Kept to moments that a database can hold. */
const within = (ms: number, earliestMs: number): number =>
  Math.min(Math.max(ms, earliestMs), Date.UTC(9999, 0))
