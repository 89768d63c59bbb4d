import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { EVENT_RANGES } from '@/lib/input/event-address'

/** The inbox's only state. */
export const loadEventParams = createLoader({
  verdict: parseAsString.withDefault(''),
  protocol: parseAsString.withDefault(''),
  type: parseAsString.withDefault(''),
  range: parseAsStringLiteral(EVENT_RANGES).withDefault('all'),
  source: parseAsString.withDefault(''),
  after: parseAsString.withDefault(''),
})
