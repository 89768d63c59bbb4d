import { expect, test } from 'vitest'
import { prepareLogLine, stripAnsi } from './log-line'

const line = (body: string, more: object = {}) =>
  prepareLogLine({
    id: '1',
    timeUnixNano: '1',
    severityNumber: 17,
    severityText: 'ERROR',
    spanId: null,
    spanName: null,
    service: 'etl',
    eventName: null,
    body,
    isJson: false,
    bodyLength: body.length,
    attributes: '{"n": 12345678901234567890}',
    hasException: false,
    ...more,
  })

test('colours, titles and cursor movements of a terminal are taken out', () => {
  expect(stripAnsi('\u001b[1;31mred\u001b[0m \u001b]0;title\u0007\u001b[2Kok\u0000\ttab')).toBe('red ok\ttab')
})

test('the first line stands in the list and the whole message under it', () => {
  expect(line('Traceback:\r\n  File "a.py"\n')).toMatchObject({
    text: 'Traceback:',
    rest: 'Traceback:\n  File "a.py"',
    band: 'error',
    word: null,
    step: 'etl',
  })
  expect(line('one line').rest).toBeNull()
})

test('JSON is laid out, unless that would change a number', () => {
  expect(line('{"a":1}').rest).toBe('{\n  "a": 1\n}')
  expect(line('{"a":12345678901234567890}').rest).toBeNull()
  expect(line('{broken').rest).toBeNull()
})

test('a body that was cut says so, and a word of the sender that differs is kept', () => {
  expect(line('abc', { bodyLength: 9000 }).isCut).toBe(true)
  expect(line('abc', { severityText: 'SEVERE' }).word).toBe('SEVERE')
})
