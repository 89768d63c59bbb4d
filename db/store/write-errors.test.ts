import { expect, test } from 'vitest'
import { classify, endsConnection, LostRace } from './write-errors'

const error = (code: string | null, message = 'x'): Error =>
  Object.assign(new Error(message), code === null ? {} : { code })

test.each([
  ['a row that is there', error('23505'), 'duplicate', false],
  ['a deadlock', error('40P01'), 'again', false],
  ['a lost race', new LostRace('x'), 'again', false],
  ['a value that jsonb refuses', error('22P05'), 'data', false],
  ['a check', error('23514'), 'data', false],
  ['a shutdown', error('57P01'), 'database', true],
  ['a refused connection', error('ECONNREFUSED'), 'database', true],
  ['a connection that ended', error(null, 'Connection terminated unexpectedly'), 'database', true],
  ['silence', error(null, 'Query read timeout'), 'database', true],
  ['a statement that took too long', error('57014'), 'database', false],
  ['a full disk', error('53100'), 'database', false],
  ['a table that is missing', error('42P01'), 'database', false],
  ['anything else', new TypeError('x is not a function'), 'bug', false],
] as const)('%s', (_, thrown, kind, isOver) => {
  expect([classify(thrown), endsConnection(thrown)]).toEqual([kind, isOver])
})
