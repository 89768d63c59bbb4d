import { expect, test } from 'vitest'
import { parseAddress } from './search-params'

const SPAN = '00000000000000a1'
const tabOf = async (query: Record<string, string>) =>
  (await parseAddress(Promise.resolve(query), 'history')).tab

test('an address that names no part opens what there is, any other what it names', async () => {
  expect(await tabOf({})).toBe('history')
  expect(await tabOf({ tab: 'nonsense' })).toBe('history')
  expect(await tabOf({ tab: 'waterfall' })).toBe('waterfall')
  expect(await tabOf({ tab: 'logs', span: SPAN })).toBe('logs')
})

test('a span or the whole trace is looked at in the waterfall', async () => {
  expect(await tabOf({ span: SPAN })).toBe('waterfall')
  expect(await tabOf({ span: 'none' })).toBe('history')
  expect(await tabOf({ whole: '1' })).toBe('waterfall')
})
