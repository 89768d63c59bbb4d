import { describe, expect, test } from 'vitest'
import type { ExportedExecution } from '@/lib/model/exported-execution'
import { csvCell, csvLine } from './csv'
import { fileHead, fileLine, fileName } from './execution-file'
import { jsonLine } from './jsonl'

/** A small seeded generator: the same texts at each run. */
function* texts(count: number, seed = 7): Generator<string> {
  const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", ' ', 'a', '1', 'é', '\u2028', '🙂', ';']
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state
  }
  for (let made = 0; made < count; made += 1) {
    const length = next() % 9
    yield Array.from({ length }, () => signs[next() % signs.length]).join('')
  }
}

/** Reads one line of CSV as a reader of RFC 4180 would. */
function cellsOf(line: string): string[] {
  const cells: string[] = []
  let at = 0
  const body = line.replace(/\r\n$/, '')
  while (at <= body.length) {
    let cell = ''
    if (body[at] === '"') {
      for (at += 1; at < body.length; at += 1) {
        if (body[at] === '"' && body[at + 1] === '"') at += 1
        else if (body[at] === '"') break
        cell += body[at]
      }
      at += 1
    } else {
      while (at < body.length && body[at] !== ',') {
        cell += body[at]
        at += 1
      }
    }
    cells.push(cell)
    at += 1
  }
  return cells
}

describe('csv', () => {
  test('whatever is written comes back, with an apostrophe before what a spreadsheet would run', () => {
    for (const text of texts(4000)) {
      const [cell = '', next] = cellsOf(csvLine([text, 'end']))
      expect(next).toBe('end')
      expect(/^[=+\-@\t\r]/.test(cell)).toBe(false)
      expect(/^[=+\-@\t\r]/.test(text) ? cell : `'${cell}`).toBe(`'${text}`)
    }
  })

  test('numbers stay numbers, also below zero, and nothing is an empty cell', () => {
    expect(csvLine([-3, 0.5, null, Number.NaN])).toBe('-3,0.5,,\r\n')
    expect(csvCell('-3')).toBe("'-3")
  })
})

test('a line of JSON is one line for every reader, and comes back', () => {
  for (const text of texts(4000)) {
    const line = jsonLine({ text })
    expect(line.slice(0, -1)).not.toMatch(/[\r\n\u2028\u2029]/)
    expect(JSON.parse(line)).toEqual({ text })
  }
})

const row: ExportedExecution = {
  id: '0a000000-0000-4000-8000-000000000001',
  nativeId: '=1+1',
  state: 'failed',
  nativeState: null,
  flow: '@SUM(A1)',
  namespace: '',
  title: null,
  team: 'data',
  source: 'airflow',
  sourceKind: 'airflow',
  environment: 'prod',
  occurredAt: '2026-11-21T13:00:00.000000Z',
  queuedAt: null,
  startedAt: null,
  endedAt: null,
  durationMs: 12,
  attempt: 1,
  trigger: null,
  actor: null,
  failedTask: null,
  errorType: null,
  errorMessage: 'a\n"b", c',
  version: null,
  commit: null,
  branch: null,
  url: null,
  traceId: null,
  labels: { a: '1' },
}

test('a file of executions has one column a name, in both formats', () => {
  const names = cellsOf(fileHead('csv'))
  const cells = cellsOf(fileLine('csv', row))
  expect(cells).toHaveLength(names.length)
  expect(cells[names.indexOf('flow')]).toBe("'@SUM(A1)")
  expect(cells[names.indexOf('labels')]).toBe('{"a":"1"}')
  const parsed = JSON.parse(fileLine('jsonl', row))
  expect(Object.keys(parsed)).toEqual(names)
  expect(parsed).toMatchObject({ flow: '@SUM(A1)', labels: { a: '1' }, error_message: 'a\n"b", c' })
})

test('a file that does not hold everything says so in its name', () => {
  const at = new Date('2026-11-21T13:04:05Z')
  expect(fileName('csv', at, false)).toBe('executions-20261121-130405.csv')
  expect(fileName('jsonl', at, true)).toBe('executions-20261121-130405-first-100000.jsonl')
})
