import { describe, expect, it } from 'vitest'
import { hasSharedFixtures, readOtlpJson, sharedFixture } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe.skipIf(!hasSharedFixtures)('recorded JUnit reports (skipped without ../shared/fixtures)', () => {
  it.each([
    ['success-trace', 15],
    ['testsuites-trace', 7],
  ])('pass though every case has status ERROR: %s', (name, tasks) => {
    const read = readOtlpJson(sharedFixture(`otlp-github-actions/legacy-otlp-json.${name}.json`))
    const rows = rowsOf(read)
    expect(rows.executions).toHaveLength(1)
    expect(rows.execution).toMatchObject({
      flow: 'jest tests',
      state: 'success',
      errorMessage: null,
      failedTask: null,
    })
    expect(rows.tasks).toHaveLength(tasks)
    expect(new Set(Object.values(rows.states))).toEqual(new Set(['success']))
  })
})

describe('JUnit reports', () => {
  const attribute = (key: string, value: object) => ({ key, value })
  const span = (spanId: string, parentSpanId: string | undefined, attributes: object[]) => ({
    traceId: 'a63d3fe2f596e0ac9e6aef9bb3918bb0',
    spanId,
    parentSpanId,
    name: spanId,
    startTimeUnixNano: '1642848333000000000',
    endTimeUnixNano: '1642848334000000000',
    status: { code: 2 },
    attributes,
  })

  it('fail with the message of the case', () => {
    const scope = (value: string) => attribute('test.scope', { stringValue: value })
    const spans = [
      span('aaaaaaaaaaaaaaa1', undefined, [scope('Run'), attribute('test.failures', { intValue: 1 })]),
      span('aaaaaaaaaaaaaaa2', 'aaaaaaaaaaaaaaa1', [
        scope('Suite'),
        attribute('test.failures', { intValue: 1 }),
      ]),
      span('aaaaaaaaaaaaaaa3', 'aaaaaaaaaaaaaaa2', [
        scope('Case'),
        attribute('test.failure.0.message', { stringValue: 'expected 1 to be 2' }),
        attribute('test.failure.0.type', { stringValue: 'AssertionError' }),
      ]),
    ]
    const { execution } = rowsOf(readOtlpJson({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))
    expect(execution).toMatchObject({
      state: 'failed',
      failedTask: 'aaaaaaaaaaaaaaa2 › aaaaaaaaaaaaaaa3',
      errorType: 'AssertionError',
      errorMessage: 'expected 1 to be 2',
    })
  })
})
