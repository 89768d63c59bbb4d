import { cutText } from '@/lib/executions/cut-text'
import type { Attributes, AttributeValue } from '../decoded'
import type { SpanInContext } from './dialect'

const MAX_TEXT = 1_000

/** A value as text: tools send the same id as a number or as a string. Empty text is no value. */
export function asText(value: AttributeValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : cutText(value, MAX_TEXT)
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  return null
}

/** The first of the keys that the attributes hold as text. */
export function textOf(attributes: Attributes, ...keys: string[]): string | null {
  for (const key of keys) {
    const text = asText(attributes.get(key))
    if (text !== null) return text
  }
  return null
}

/** Span first, then resource; for each key in turn, so that a name's old aliases come last. */
export function lookUp({ span, resource }: SpanInContext, ...keys: string[]): string | null {
  for (const key of keys) {
    const text = asText(span.attributes.get(key)) ?? asText(resource.attributes.get(key))
    if (text !== null) return text
  }
  return null
}

/** A whole number, sent as number or text, within what a column can hold; else null. */
export function wholeOf(attributes: Attributes, ...keys: string[]): number | null {
  const text = textOf(attributes, ...keys)
  if (text === null || !/^-?\d{1,10}(\.0+)?$/.test(text)) return null
  const whole = Number.parseInt(text, 10)
  return whole > 2_147_483_647 || whole < -2_147_483_648 ? null : whole
}

/** An attempt count: at least 1, and 1 where the tool does not say. */
export const attemptOf = (attributes: Attributes, ...keys: string[]): number =>
  Math.max(1, wholeOf(attributes, ...keys) ?? 1)

/** A link that a browser may be sent to; anything but http and https is none. */
export function urlOf(of: SpanInContext, ...keys: string[]): string | undefined {
  const text = lookUp(of, ...keys)
  return text !== null && /^https?:\/\//i.test(text) ? text : undefined
}
