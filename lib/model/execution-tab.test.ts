import { expect, test } from 'vitest'
import { openingTab } from './execution-tab'

test.for([
  [{ hasSpans: true, hasTaskRuns: true }, 'waterfall'],
  [{ hasSpans: true, hasTaskRuns: false }, 'waterfall'],
  [{ hasSpans: false, hasTaskRuns: true }, 'tasks'],
  [{ hasSpans: false, hasTaskRuns: false }, 'history'],
] as const)('%j opens on %s', ([has, tab]) => expect(openingTab(has)).toBe(tab))
