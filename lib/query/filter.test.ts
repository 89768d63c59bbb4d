import { describe, expect, test } from 'vitest'
import {
  chipsOf,
  chosenValues,
  withNegated,
  withOnlyValue,
  withoutKey,
  withPart,
  withValueToggled,
} from './edit'
import { checkQuery, namesExecutions } from './filter'
import { findUuid, parseDurationMs, parseTime } from './values'
import { windowFrom } from './window'

describe('checking', () => {
  test('a part that is wrong is reported with its range, the rest applies', () => {
    const input = 'state:failed colour:red duration:>soon'
    const { filter, errors } = checkQuery(input)
    expect(filter).toEqual({ type: 'state', states: ['failed'] })
    expect(errors.map((error) => input.slice(error.from, error.to))).toEqual(['colour:red', 'duration:>soon'])
  })

  test.for([
    ['state:broken', '“broken” is no state'],
    ['state:>failed', 'state is compared with : only'],
    ['attempt:many', '“many” is no number'],
    ['duration:5', '“5” is no duration'],
    ['duration:1m,2m', 'duration takes one value'],
    ['duration:usual', 'write duration:>usual'],
    ['duration:<usual', 'write duration:>usual'],
    ['duration:~2x', 'times the median'],
    ['duration:>x', '“x” is no duration'],
    ['attempt:>usual', '“usual” is no number'],
    ['started:yesterday', '“yesterday” is no time'],
    ['started:2026-13-01', 'is no time'],
    ['trace:abc', 'A trace id has 32'],
    ['flow:>a', 'flow is compared with'],
  ] as const)('%s says why', ([input, message]) => {
    expect(checkQuery(input).errors[0]?.message).toContain(message)
  })

  test('a duration is compared with time, or with what is usual for its flow', () => {
    expect(checkQuery('duration:>usual').filter).toEqual({ type: 'longer', key: 'duration' })
    expect(checkQuery('duration:<0.5X').filter).toEqual({
      type: 'times',
      key: 'duration',
      ordering: '<',
      value: 0.5,
    })
    expect(checkQuery('duration:>5m').filter).toMatchObject({ type: 'duration', value: 300_000 })
    expect(namesExecutions(checkQuery('duration:>usual').filter)).toBe(false)
  })

  test('a wrong branch of an OR leaves the other', () => {
    expect(checkQuery('state:failed OR nope:1').filter).toEqual({ type: 'state', states: ['failed'] })
  })

  test('a day is a whole day, and later than it is after it', () => {
    const day = Date.UTC(2026, 0, 31)
    expect(checkQuery('started:2026-01-31').filter).toMatchObject({ fromMs: day, toMs: day + 86_400_000 })
    expect(checkQuery('started:>2026-01-31').filter).toMatchObject({ fromMs: day + 86_400_000, toMs: null })
    expect(checkQuery('started:<=2026-01-31').filter).toMatchObject({ fromMs: null, toMs: day + 86_400_000 })
  })

  test('an id pasted in any form names its execution, whatever the time window', () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const uuid = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'
    for (const pasted of [
      trace,
      uuid,
      `https://runledger.example/executions/${uuid}?tab=logs`,
      `trace:${trace}`,
    ]) {
      expect(namesExecutions(checkQuery(pasted).filter), pasted).toBe(true)
    }
    expect(namesExecutions(checkQuery(`!${trace}`).filter)).toBe(false)
    expect(namesExecutions(checkQuery(`${trace} OR state:failed`).filter)).toBe(false)
    expect(namesExecutions(checkQuery('id:881').filter)).toBe(false)
  })
})

test.for([
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['1.5h', 5_400_000],
  ['5', null],
  ['m', null],
  ['5m x', null],
] as const)('the duration %s', ([text, ms]) => {
  expect(parseDurationMs(text)).toBe(ms)
})

test('a time without a zone is UTC', () => {
  expect(parseTime('2026-01-31T09:30')).toEqual({
    fromMs: Date.UTC(2026, 0, 31, 9, 30),
    toMs: Date.UTC(2026, 0, 31, 9, 31),
  })
  expect(parseTime('2026-01-31T09:30:00+02:00')?.fromMs).toBe(Date.UTC(2026, 0, 31, 7, 30))
})

test('33 hexadecimal digits are no trace id', () => {
  expect(findUuid('a'.repeat(33))).toBeNull()
})

describe('editing', () => {
  test('a facet adds, widens, narrows and takes away its own part only', () => {
    const one = withValueToggled('flow:x error:"a  b"', 'state', 'failed')
    expect(one).toBe('flow:x error:"a  b" state:failed')
    const two = withValueToggled(one, 'state', 'timed_out')
    expect(two).toBe('flow:x error:"a  b" state:failed,timed_out')
    expect(chosenValues(two, 'state')).toEqual(['failed', 'timed_out'])
    expect(withValueToggled(withValueToggled(two, 'state', 'failed'), 'state', 'timed_out')).toBe(
      'flow:x error:"a  b"',
    )
    expect(withOnlyValue(two, 'state', 'lost')).toBe('flow:x error:"a  b" state:lost')
  })

  test('a part added to alternatives holds for all of them', () => {
    expect(withPart('state:failed OR state:lost', 'flow:x')).toBe('(state:failed OR state:lost) flow:x')
    expect(withPart('(a OR b)', 'c')).toBe('(a OR b) c')
    expect(withPart('(a) OR (b)', 'c')).toBe('((a) OR (b)) c')
  })

  test('each part is a chip, wrong ones too, and can be turned round', () => {
    const chips = chipsOf('state:failed nope:1 (a OR b) flow:')
    expect(chips.map((chip) => chip.text)).toEqual(['state:failed', 'nope:1', '(a OR b)', 'flow:'])
    expect(chips.map((chip) => chip.error !== null)).toEqual([false, true, false, true])
    const [first] = chipsOf('state:failed')
    expect(first && withNegated('state:failed', first)).toBe('!state:failed')
    for (const written of ['!state:failed', 'state!:failed', '! state:failed']) {
      const [chip] = chipsOf(written)
      expect(chip && withNegated(written, chip)).toBe('state:failed')
    }
  })

  test('the counts of a facet are counted without its own part', () => {
    expect(withoutKey('flow:x !state:failed state:lost', 'state')).toBe('flow:x')
  })
})

test('a window that nobody knows is the last seven days', () => {
  const now = Date.UTC(2026, 0, 31)
  expect(windowFrom('yesterday', now)).toMatchObject({ name: '7d', fromMs: now - 7 * 86_400_000, toMs: null })
  expect(windowFrom('1000-500', now).name).toBe('7d')
  expect(windowFrom(`${now - 500}-${now}`, now)).toMatchObject({ name: null, fromMs: now - 500, toMs: now })
})
