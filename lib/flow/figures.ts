import type { FlowFigures } from '@/lib/model/listed-flow'

/** What went well, of what ended one way or the other; null where nothing did: that is not 100 %. */
export function successRatio({ good, broken }: Pick<FlowFigures, 'good' | 'broken'>): number | null {
  return good + broken === 0 ? null : good / (good + broken)
}

/** One in so many must have ended one way or the other, so that they speak for all. */
const KNOWN_OF = 10

/** The same where most may have an outcome that nobody knows; null where fewer than a tenth of all have one that is. */
export function successOfMany(of: Pick<FlowFigures, 'executions' | 'good' | 'broken'>): number | null {
  return (of.good + of.broken) * KNOWN_OF < of.executions ? null : successRatio(of)
}

/** `98.7 %`; only what is whole reads `100 %`, and only nothing at all `0 %`. */
export function percentWords(ratio: number): string {
  if (ratio === 0 || ratio === 1) return `${ratio * 100} %`
  const tenths = Math.min(999, Math.max(1, Math.round(ratio * 1000)))
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)} %`
}

/** How a figure stands against the one before it. */
export type Trend = { direction: 'up' | 'down' | 'same'; words: string; isGood: boolean | null }

/** A change of a share, in points; more is better. */
export function ratioTrend(now: number | null, before: number | null): Trend | null {
  if (now === null || before === null) return null
  const points = Math.round((now - before) * 1000) / 10
  if (points === 0) return { direction: 'same', words: 'as before', isGood: null }
  const words = `${points > 0 ? '+' : '−'}${Math.abs(points)} points`
  return { direction: points > 0 ? 'up' : 'down', words, isGood: points > 0 }
}

/** A change of an amount, in per cent. Buckets are a fifth wide: what is less than that may be nothing. */
export function amountTrend(
  now: number | null,
  before: number | null,
  of: { noise: number; less: 'good' | 'neutral' },
): Trend | null {
  if (now === null || before === null || before === 0) return null
  const change = now / before - 1
  if (Math.abs(change) <= of.noise) return { direction: 'same', words: 'as before', isGood: null }
  const isLess = change < 0
  const words =
    change >= 9.995 ? `× ${Math.round(change + 1)}` : `${isLess ? '−' : '+'}${percentOf(change)} %`
  return { direction: isLess ? 'down' : 'up', words, isGood: of.less === 'good' ? isLess : null }
}

const percentOf = (change: number): number => Math.max(1, Math.round(Math.abs(change) * 100))
