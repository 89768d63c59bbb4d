import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ALL_AUDIT,
  AUDIT_RANGES,
  auditAddressFrom,
  auditFilterOf,
  auditHref,
  auditSearch,
} from './audit-address'

const NOW = Date.parse('2026-11-21T20:00:00Z')

test('what an address says is what is asked for', () => {
  const address = auditAddressFrom(
    'target=source:a:b&outcome=denied&range=between&from=2026-11-01&to=2026-11-02',
  )
  expect(auditFilterOf(address, NOW)).toEqual({
    ...{ targetKind: 'source', targetId: 'a:b', outcome: 'denied' },
    ...{ since: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-11-03T00:00:00Z') },
  })
  expect(auditFilterOf(auditAddressFrom('range=7d&target=team'), NOW)).toEqual({
    targetKind: 'team',
    since: new Date('2026-11-14T20:00:00Z'),
  })
})

test('what cannot be understood narrows nothing', () => {
  const odd = 'outcome=maybe&range=eternal&after=-1&from=2026-13-40&nothing=1'
  expect(auditFilterOf(auditAddressFrom(odd), NOW)).toEqual({})
  expect(auditFilterOf(auditAddressFrom('range=between&from=2026-13-40&to=x'), NOW)).toEqual({})
  expect(auditHref()).toBe('/audit')
})

test('an address comes back as it was written', () => {
  const word = fc.string({ maxLength: 40 })
  const address = fc.record({
    ...{
      q: word,
      actor: word,
      action: word,
      target: word,
      team: word,
      outcome: word,
      source: word,
      ip: word,
    },
    range: fc.constantFrom(...AUDIT_RANGES.filter((each) => each !== 'between')),
    after: fc.nat().map(String),
  })
  fc.assert(
    fc.property(address, (given) => {
      const whole = { ...ALL_AUDIT, ...given }
      expect(auditAddressFrom(auditSearch(whole, { after: whole.after }))).toEqual(whole)
    }),
  )
})
