import { describe, expect, test } from 'vitest'
import { ruleOf } from '@/lib/changes/glob-rules'
import { readerOf } from '@/lib/ingest/events/reader'
import type { ChangeTelling } from '@/lib/model/change'
import { badChangeBefore } from './commits'
import { SAMPLE_SOURCES } from './company'
import { SAMPLE_ACTORS, SAMPLE_RULES, sampleHooks } from './hooks'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 21, 12)
const hooks = sampleHooks('a', NOW - 14 * DAY_MS, NOW)
const bad = badChangeBefore(NOW, 'a')

const tellings = hooks.flatMap(({ source, body, headers }): ChangeTelling[] => {
  const reader = readerOf(SAMPLE_SOURCES[source].kind, 'webhook', null)
  if (reader === null) throw new Error(`nothing reads ${source}`)
  const { events, rejected } = reader.decode({
    protocol: 'webhook',
    body,
    headers,
    receivedAt: `${NOW}000000`,
  })
  expect(rejected).toEqual([])
  return events.flatMap(({ changes = [] }) => changes)
})
const of = <About extends ChangeTelling['about']>(about: About) =>
  tellings.filter((each): each is Extract<ChangeTelling, { about: About }> => each.about === about)

test('the same seed and moment tell the same', () => {
  expect(sampleHooks('a', NOW - 14 * DAY_MS, NOW)).toEqual(hooks)
})

test('every hook tells of a change, in the order of time', () => {
  expect(tellings.length).toBe(hooks.length)
  expect(hooks.every(({ atMs }, index) => index === 0 || atMs >= (hooks[index - 1]?.atMs ?? 0))).toBe(true)
  expect(of('commit').length).toBeGreaterThan(80)
  expect(of('merge').length).toBeGreaterThan(50)
  expect(of('review').length).toBe(of('merge').length)
})

test('nobody is named who is not of the sample', () => {
  const named = JSON.stringify(tellings).match(/[\w-]+-acme/g) ?? []
  for (const login of new Set(named))
    expect(SAMPLE_ACTORS.some((key) => key.endsWith(`:${login}`))).toBe(true)
})

describe('the change that breaks things', () => {
  test('was a request that somebody reviewed and merged, and touches the flow that breaks first', () => {
    const merge = of('merge').find(({ sha }) => sha === bad.sha)
    expect(merge).toMatchObject({
      author: { id: 'jonas-acme' },
      title: 'Rename orders.amount to orders.total_amount',
    })
    expect(of('review').some(({ number }) => number === merge?.number)).toBe(true)
    const rules = SAMPLE_RULES.map((rule, index) => ({
      ...{ ...rule, id: String(index), position: index, sourceId: rule.source, flow: '' },
    }))
    const files = of('commit').find(({ sha }) => sha === bad.sha)?.files ?? []
    expect(files.flatMap(({ path }) => ruleOf(rules, path)?.parts.flow ?? [])).toEqual(['orders_hourly'])
  })
})
