import { expect, test } from 'vitest'
import { readJsonLines } from './jsonl'
import { runEvent } from './testing/event-maker'

test('each line stands for itself: bad ones are told with their number, empty ones passed over', () => {
  const good = JSON.stringify(runEvent())
  const noId = JSON.stringify({ ...runEvent(), run: {} })
  const outcomes = [...readJsonLines([`\uFEFF${good}\r`, '', '{"a":', noId, `[${good},5]`], '0')]
  expect(outcomes.map(({ line, events }) => [line, events.length])).toEqual([
    [1, 1],
    [3, 0],
    [4, 0],
    [5, 1],
  ])
  expect(
    outcomes.flatMap(({ rejected }) => rejected.map(({ path, message }) => `${path} — ${message}`)),
  ).toEqual([
    'line 3 — Not JSON',
    'line 4: run.runId — The id of the run is missing',
    'line 5: [1] — An OpenLineage event is a JSON object',
  ])
})
