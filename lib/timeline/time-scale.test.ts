import { expect, test } from 'vitest'
import { moved, ticksOf, zoomed } from './time-scale'

const labels = (from: number, to: number, wanted = 5) =>
  ticksOf({ from, to }, wanted).map((tick) => tick.label)

test.for([
  [0, 1000, ['0', '200ns', '400ns', '600ns', '800ns', '1.0µs']],
  [0, 5e6, ['0', '1ms', '2ms', '3ms', '4ms', '5ms']],
  [1.2e9, 1.3e9, ['1.20s', '1.22s', '1.24s', '1.26s', '1.28s', '1.30s']],
  [0, 90e9, ['0', '30s', '1m 0s', '1m 30s']],
  [0, 600e9, ['0', '2m', '4m', '6m', '8m', '10m']],
  [0, 7200e9, ['0', '30m', '1h 0m', '1h 30m', '2h 0m']],
  [-3.5e9, 3e9, ['−2s', '0', '2s']],
  [0, 86400e9 * 3, ['0', '1d', '2d', '3d']],
] as const)('ticks from %d to %d ns', ([from, to, expected]) => {
  expect(labels(from, to)).toEqual(expected)
})

test('zooming keeps the moment under the pointer and stays inside the trace', () => {
  expect(zoomed({ from: 0, to: 1000 }, 500, 0.5, 1000)).toEqual({ from: 250, to: 750 })
  expect(zoomed({ from: 250, to: 750 }, 500, 10, 1000)).toEqual({ from: 0, to: 1000 })
  expect(moved({ from: 500, to: 1000 }, 0.5, 1000)).toEqual({ from: 500, to: 1000 })
})
