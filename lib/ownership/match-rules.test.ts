import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OwnedFlow, OwnershipRule } from '@/lib/model/ownership-rule'
import { decidingRule, fits, matchesPattern, surveyRules } from './match-rules'

const rule = (of: Partial<OwnershipRule>): OwnershipRule => ({
  id: 'r',
  teamId: 't',
  position: 1,
  sourceId: null,
  namespace: null,
  name: null,
  labelKey: null,
  labelValue: null,
  codeOwner: null,
  repositoryId: null,
  ...of,
})
const flow = (of: Partial<OwnedFlow> = {}): OwnedFlow => ({
  sourceId: 's1',
  namespace: 'finance/eu',
  name: 'close-books',
  labels: { team: 'growth' },
  ...of,
})

describe('a pattern', () => {
  test.each([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['finance*', 'finance/eu', true],
    ['*eu', 'finance/eu', true],
    ['f*e*u', 'finance/eu', true],
    ['a**b', 'ab', true],
    ['ab*ab', 'ab', false],
    ['Finance', 'finance', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
  ])('%j against %j', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected)
  })

  test('agrees with the obvious regular expression', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
    const plain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })
    fc.assert(
      fc.property(few, plain, (pattern, text) => {
        expect(matchesPattern(pattern, text)).toBe(
          new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text),
        )
      }),
    )
  })

  test('made to be slow is not', () => {
    const started = performance.now()
    expect(matchesPattern(`${'*a'.repeat(100)}b`, 'a'.repeat(2_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('a rule', () => {
  test('fits where all of its conditions hold', () => {
    expect(fits(rule({ sourceId: 's1', namespace: 'finance/*', name: 'close*' }), flow())).toBe(true)
    expect(fits(rule({ sourceId: 's2', namespace: 'finance/*' }), flow())).toBe(false)
    expect(fits(rule({ sourceId: 's1', name: 'open*' }), flow())).toBe(false)
  })

  test('of a label asks for the key, and for the value where it names one', () => {
    expect(fits(rule({ labelKey: 'team' }), flow())).toBe(true)
    expect(fits(rule({ labelKey: 'team', labelValue: 'gr*' }), flow())).toBe(true)
    expect(fits(rule({ labelKey: 'team', labelValue: 'ops' }), flow())).toBe(false)
    const owned = flow({ codeOwners: [{ repositoryId: 'r1', owner: '@Octo/Data' }] })
    expect(fits(rule({ codeOwner: '@octo/data' }), owned)).toBe(true)
    expect(fits(rule({ codeOwner: '@octo/*', repositoryId: 'r1' }), owned)).toBe(true)
    expect(fits(rule({ codeOwner: '@octo/data', repositoryId: 'r2' }), owned)).toBe(false)
    expect(fits(rule({ codeOwner: '@octo/pay' }), owned)).toBe(false)
    expect(fits(rule({ codeOwner: '*' }), flow())).toBe(false)
    expect(fits(rule({ labelKey: 'owner' }), flow())).toBe(false)
    expect(fits(rule({ labelKey: 'constructor' }), flow())).toBe(false)
  })

  test('without a condition fits nothing', () => {
    expect(fits(rule({}), flow())).toBe(false)
  })
})

test('the first by position decides, in whatever order they come', () => {
  const first = rule({ id: 'a', position: 1, namespace: 'finance/*' })
  const second = rule({ id: 'b', position: 2, name: '*' })
  expect(decidingRule([second, first], flow())?.id).toBe('a')
  expect(decidingRule([second, first], flow({ namespace: 'ops' }))?.id).toBe('b')
  expect(decidingRule([first], flow({ namespace: 'ops' }))).toBeNull()
})

test('of rules that fit the same flows, the survey tells which one decides', () => {
  const first = rule({ id: 'a', position: 1, namespace: 'finance/*' })
  const second = rule({ id: 'b', position: 2, name: '*' })
  const surveys = surveyRules([first, second], [flow(), flow({ namespace: 'ops' })])
  expect(surveys.get('a')).toEqual({ matched: 1, decided: 1, takenBy: new Map() })
  expect(surveys.get('b')).toEqual({ matched: 2, decided: 1, takenBy: new Map([['a', 1]]) })
})
