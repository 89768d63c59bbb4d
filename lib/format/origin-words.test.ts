import { expect, test } from 'vitest'
import { originKey, originWords } from './origin-words'

test('an origin is told in words, with what tells it apart', () => {
  expect(['trace:ab', 'openlineage:run/1', 'github', 'task runs', 'reconciler'].map(originWords)).toEqual([
    'A trace',
    'OpenLineage',
    'Events of GitHub Actions',
    'Its task runs, counted by Runledger',
    'Corrections by Runledger, which asked the tool',
  ])
  expect(['trace:ab', 'openlineage:run:1', 'github'].map(originKey)).toEqual(['ab', 'run:1', null])
})
