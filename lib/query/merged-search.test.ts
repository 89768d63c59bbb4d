import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withPart, withValueToggled } from './edit'
import { mergedQuery, mergedSearch } from './merged-search'

const merged = (base: string, ours: string, theirs: string): string =>
  mergedSearch(new URLSearchParams(base), new URLSearchParams(ours), new URLSearchParams(theirs)).toString()

describe('an address that was asked for, and a link that was made before it', () => {
  it('keeps both', () => {
    expect(merged('', 'team=a', 'view=unexplained')).toBe('team=a&view=unexplained')
    expect(merged('team=a&range=30d', 'team=b&range=30d', 'team=a')).toBe('team=b')
  })

  it('does as the later says where both change the same', () => {
    expect(merged('range=7d', 'range=24h', 'range=all')).toBe('range=all')
  })

  it('forgets how far into another list the link or what was asked for had been', () => {
    expect(merged('', 'team=a', 'after=x')).toBe('team=a')
    expect(merged('', 'after=x', 'team=a')).toBe('team=a')
    expect(merged('team=a', 'team=a', 'team=a&after=x')).toBe('team=a&after=x')
    expect(merged('after=x', 'after=x', 'after=y')).toBe('after=y')
  })
})

describe('a filter that was asked for, and a link that was made before it', () => {
  it.each([
    ['', 'state:failed', 'state:running', 'state:failed,running'],
    ['', 'nightly', 'state:failed', 'nightly state:failed'],
    ['', 'state:failed', 'team:growth', 'state:failed team:growth'],
    ['state:failed', 'state:failed nightly', '', 'nightly'],
    ['state:failed,lost', 'state:failed,lost,running', 'state:failed', 'state:failed,running'],
    ['', 'duration:>60s', '!team:growth', 'duration:>60s !team:growth'],
    ['!team:growth nightly', '!team:growth nightly orders', '!team:growth', '!team:growth orders'],
    ['', 'a OR b', 'state:failed', '(a OR b) state:failed'],
  ])('from %j: %j and %j make %j', (base, ours, theirs, both) => {
    expect(mergedQuery(base, ours, theirs)).toBe(both)
  })

  const change = fc.oneof(
    fc.tuple(fc.constantFrom('state', 'team', 'source'), fc.constantFrom('a', 'b', 'c')).map(
      ([key, value]) =>
        (query: string) =>
          withValueToggled(query, key, value),
    ),
    fc
      .constantFrom('nightly', 'duration:>60s', '!team:x')
      .map((part) => (query: string) => withPart(query, part)),
  )
  const query = fc
    .array(change, { maxLength: 4 })
    .map((changes) => changes.reduce((text, to) => to(text), ''))

  it('is what the link says where nothing was asked for since, and what was asked for where the link says nothing', () => {
    fc.assert(
      fc.property(query, query, (base, other) => {
        expect(mergedQuery(base, base, other)).toBe(other)
        expect(mergedQuery(base, other, base)).toBe(other)
      }),
    )
  })

  it('keeps the words that were typed, whatever is chosen at once', () => {
    fc.assert(
      fc.property(query, fc.constantFrom('state', 'team'), fc.constantFrom('a', 'b'), (base, key, value) => {
        const chosen = mergedQuery(base, withPart(base, 'typed'), withValueToggled(base, key, value))
        expect(chosen).toContain('typed')
        expect(withValueToggled(chosen, key, value)).not.toBe(chosen)
      }),
    )
  })
})
