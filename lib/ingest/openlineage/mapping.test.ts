import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import mapping from './mapping.json'
import { runEvent } from './testing/event-maker'
import { lineageEventsIn } from './testing/fixtures'
import { projectEvents } from './testing/reference'

const FACETS = path.resolve(process.cwd(), '../shared/fixtures/openlineage/spec/facets')

describe('the mapping', () => {
  test('says of no facet both that it is read and that it is not', () => {
    const unmapped = Object.keys(mapping.knownUnmapped)
    expect(Object.keys(mapping.mapped).filter((name) => unmapped.includes(name))).toEqual([])
  })

  test.skipIf(!fs.existsSync(FACETS))(`names every facet of the specification (needs ${FACETS})`, () => {
    const named = [...Object.keys(mapping.mapped), ...Object.keys(mapping.knownUnmapped)]
    const known = fs.readdirSync(FACETS).map((file) => file.replace(/\.json$/, ''))
    expect(named.filter((name) => name !== 'core').sort()).toEqual(known.sort())
  })

  test('holds for what ends up in labels, words and errors of an execution', () => {
    const event = runEvent({
      eventType: 'FAIL',
      run: {
        nominalTime: { nominalStartTime: '2026-03-01T00:00:00Z', nominalEndTime: '2026-03-02T00:00:00Z' },
        processing_engine: { name: 'spark', version: '3.5' },
        errorMessage: { message: 'ValueError: no', programmingLanguage: 'python' },
        tags: { tags: [{ key: 'trace_id', value: '0a'.repeat(16) }] },
      },
      job: {
        jobType: { integration: 'HOP', jobType: 'PIPELINE', processingType: 'STREAMING' },
        ownership: { owners: [{ name: 'data' }] },
        tags: { tags: [{ key: 'tier', value: 'gold' }] },
        sourceCodeLocation: {
          type: 'git',
          url: 'https://x',
          version: '0123456789abcdef0123456789abcdef01234567',
          branch: 'main',
        },
      },
    })
    const [execution] = projectEvents(lineageEventsIn([event])).executions
    expect(execution).toMatchObject({
      dialect: 'hop',
      state: 'failed',
      errorType: 'ValueError',
      commit: '0123456789abcdef0123456789abcdef01234567',
      branch: 'main',
      traceId: '0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a',
      labels: {
        engine: 'spark 3.5',
        nominal_start: '2026-03-01T00:00:00Z',
        nominal_end: '2026-03-02T00:00:00Z',
        owner: 'data',
        processing: 'streaming',
        tier: 'gold',
      },
    })
  })
})
