import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuery } from './parse'
import { printQuery } from './print'
import type { Comparator, QueryNode } from './syntax'

type Shape =
  | { type: 'and' | 'or'; nodes: Shape[] }
  | { type: 'not'; node: Shape }
  | { type: 'term'; key: string; comparator: Comparator; values: string[] }
  | { type: 'text'; text: string }

/** The query without the places where its parts stand. */
function shapeOf(node: QueryNode | null): Shape | null {
  if (node === null) return null
  switch (node.type) {
    case 'and':
    case 'or':
      return { type: node.type, nodes: node.nodes.map(shapeOf).filter((each) => each !== null) }
    case 'not':
      return { type: 'not', node: shapeOf(node.node) ?? { type: 'text', text: '' } }
    case 'term':
      return { type: 'term', key: node.key, comparator: node.comparator, values: node.values }
    case 'text':
      return { type: 'text', text: node.text }
    default:
      return node satisfies never
  }
}

const RANGE = { from: 0, to: 0 }
const text = (said: string): QueryNode => ({ type: 'text', text: said, range: RANGE })
const term = (key: string, value: string, comparator: Comparator = 'is'): QueryNode => ({
  type: 'term',
  key,
  comparator,
  values: [value],
  range: RANGE,
})

const words = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).filter((each) => each.trim() !== '')
const leaf = fc.oneof(
  words.map(text),
  fc
    .record({
      key: fc.oneof(fc.constantFrom('state', 'flow', 'label.a/b'), words),
      comparator: fc.constantFrom<Comparator>('is', '>', '>=', '<', '<=', '~'),
      values: fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    })
    .map((each): QueryNode => ({ type: 'term', ...each, range: RANGE })),
)
const queries = fc.letrec<{ query: QueryNode }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    tie('query').map((node): QueryNode => ({ type: 'not', node, range: RANGE })),
    ...(['and', 'or'] as const).map((type) =>
      fc
        .array(tie('query'), { minLength: 2, maxLength: 4 })
        // Parts of the same kind melt together when they are read, so only queries of that form can come back.
        .map((nodes) => nodes.flatMap((each) => (each.type === type ? each.nodes : [each])))
        .map((nodes): QueryNode => ({ type, nodes, range: RANGE })),
    ),
  ),
})).query

test('what is printed reads back as the same query', () => {
  fc.assert(
    fc.property(queries, (query) => {
      const { node, errors } = parseQuery(printQuery(query))
      expect(errors).toEqual([])
      expect(shapeOf(node)).toEqual(shapeOf(query))
    }),
    { numRuns: 2000 },
  )
})

test('any text at all is read without failing, and errors lie within it', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    '!',
    '"',
    ' ',
    'OR',
    'AND',
    ':',
    'state:',
    'a',
    ',',
    '>',
    '\\',
    'flow:x',
    '*',
  )
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 60 }).map((each) => each.join('')),
      (input) => {
        for (const error of parseQuery(input).errors) {
          expect(error.from).toBeGreaterThanOrEqual(0)
          expect(error.from).toBeLessThan(error.to)
          expect(error.to).toBeLessThanOrEqual(input.length)
        }
      },
    ),
    { numRuns: 3000 },
  )
})

describe('reading', () => {
  test.for<[string, Shape | null]>([
    ['', null],
    ['state:failed', term('state', 'failed')],
    ['!state:failed', { type: 'not', node: term('state', 'failed') as Shape }],
    ['state!:failed', { type: 'not', node: term('state', 'failed') as Shape }],
    ['duration:>=1h30m', term('duration', '1h30m', '>=')],
    ['error:~"could not"', term('error', 'could not', '~')],
    ['state:failed,lost', { type: 'term', key: 'state', comparator: 'is', values: ['failed', 'lost'] }],
    ['label.team/owner:me', term('label.team/owner', 'me')],
    ['"label.a b":c', term('label.a b', 'c')],
    ['https://ci.example/run/7', text('https://ci.example/run/7')],
    ['12:30', text('12:30')],
    ['a AND b', { type: 'and', nodes: [text('a') as Shape, text('b') as Shape] }],
    [
      'a b OR c',
      {
        type: 'or',
        nodes: [{ type: 'and', nodes: [text('a') as Shape, text('b') as Shape] }, text('c') as Shape],
      },
    ],
    [
      'a (b OR c)',
      {
        type: 'and',
        nodes: [text('a') as Shape, { type: 'or', nodes: [text('b') as Shape, text('c') as Shape] }],
      },
    ],
  ])('%s', ([input, expected]) => {
    const { node, errors } = parseQuery(input)
    expect(errors).toEqual([])
    expect(shapeOf(node)).toEqual(
      expected && JSON.parse(JSON.stringify(expected, (key, value) => (key === 'range' ? undefined : value))),
    )
  })
})

describe('what is wrong is named and the rest applies', () => {
  test.for([
    ['flow:x (state:failed', 'state:failed', '('],
    ['flow:x state:', 'flow:x', 'state:'],
    ['flow:x OR', 'flow:x', 'OR'],
    ['flow:x )', 'flow:x', ')'],
    ['flow:x !', 'flow:x', '!'],
    ['flow:x ()', 'flow:x', '()'],
    ['flow:x "open', 'flow:x', '"open'],
  ] as const)('%s', ([input, kept, wrong]) => {
    const { node, errors } = parseQuery(input)
    expect(errors.map((error) => input.slice(error.from, error.to))).toEqual([wrong])
    expect(printQuery(node)).toContain(kept)
  })

  test('a hostile depth of parentheses is refused, not followed', () => {
    const { errors } = parseQuery(`${'('.repeat(900)}a${')'.repeat(900)}`)
    expect(errors.some((error) => error.message.startsWith('Nested deeper'))).toBe(true)
  })

  test('a query too long is cut and says so', () => {
    const { errors } = parseQuery('flow:x '.repeat(400))
    expect(errors.at(-1)?.message).toContain('2000 characters')
  })
})
