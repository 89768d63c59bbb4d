import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { STATES } from '@/lib/model/state'
import { type ComparedTask, differencesOf, isOtherDuration, taskDifferences } from './differ'

const anyValues = fc.dictionary(
  fc.oneof(fc.constantFrom('commit', '__proto__', 'constructor'), fc.string({ maxLength: 4 })),
  fc.option(fc.string({ maxLength: 3 }), { nil: null }),
)

const anyTasks = fc
  .array(
    fc.record({
      parent: fc.option(fc.nat(12), { nil: null }),
      name: fc.constantFrom('a', 'b', 'load', '__proto__'),
      mapIndex: fc.option(fc.nat(2), { nil: null }),
      attempt: fc.integer({ min: 1, max: 3 }),
      state: fc.constantFrom(...STATES),
      durationMs: fc.option(fc.nat(100_000), { nil: null }),
      error: fc.option(fc.constantFrom('timeout', 'disk full'), { nil: null }),
    }),
    { maxLength: 12 },
  )
  .map((tasks) =>
    tasks.map(
      ({ parent, ...task }, n): ComparedTask => ({
        ...task,
        id: `t${n}`,
        parentId: parent === null ? null : `t${parent}`,
      }),
    ),
  )

describe('named values', () => {
  test('a set differs from itself in nothing', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        expect(differencesOf(values, { ...values }).differences).toEqual([])
      }),
    )
  })

  test('the other way round every difference is turned round, and no key is told twice', () => {
    fc.assert(
      fc.property(anyValues, anyValues, (a, b) => {
        const there = differencesOf(a, b)
        const back = differencesOf(b, a)
        expect(back.sameCount).toBe(there.sameCount)
        expect(back.differences).toEqual(there.differences.map(({ key, a, b }) => ({ key, a: b, b: a })))
        expect(new Set(there.differences.map(({ key }) => key)).size).toBe(there.differences.length)
      }),
    )
  })

  test('nothing known is not a value', () => {
    expect(differencesOf({ commit: null }, {})).toEqual({ differences: [], sameCount: 0 })
    expect(differencesOf({ commit: 'a' }, {}).differences).toEqual([{ key: 'commit', a: 'a', b: null }])
  })
})

describe('tasks', () => {
  test('an execution differs from itself in no task', () => {
    fc.assert(
      fc.property(anyTasks, (tasks) => {
        expect(taskDifferences(tasks, tasks).differences).toEqual([])
      }),
    )
  })

  test('turned round, the same tasks differ', () => {
    fc.assert(
      fc.property(anyTasks, anyTasks, (a, b) => {
        const there = taskDifferences(a, b)
        const back = taskDifferences(b, a)
        expect(back.sameCount).toBe(there.sameCount)
        expect(back.differences.map(({ path, of }) => [path, of])).toEqual(
          there.differences.map(({ path, of }) => [path, of]),
        )
        for (const { a: left, b: right } of there.differences) expect(left ?? right).not.toBeNull()
      }),
    )
  })

  const task = (name: string, more: Partial<ComparedTask> = {}): ComparedTask => ({
    id: name,
    parentId: null,
    name,
    mapIndex: null,
    attempt: 1,
    state: 'success',
    durationMs: 10_000,
    error: null,
    ...more,
  })

  test('another state comes first, then what one side lacks, then the greatest change of duration', () => {
    const { differences, sameCount } = taskDifferences(
      [task('extract'), task('load'), task('slow'), task('slower'), task('gone')],
      [
        task('extract'),
        task('load', { state: 'failed', error: 'timeout' }),
        task('slow', { durationMs: 13_000 }),
        task('slower', { durationMs: 90_000 }),
      ],
    )
    expect(sameCount).toBe(1)
    expect(differences.map(({ path, of }) => [path, of])).toEqual([
      ['load', ['state', 'error']],
      ['gone', []],
      ['slower', ['duration']],
      ['slow', ['duration']],
    ])
  })

  test('of a retried task the last attempt is compared; two of one name are told apart', () => {
    const retried = [task('load', { id: '1', state: 'failed' }), task('load', { id: '2', attempt: 2 })]
    expect(taskDifferences([task('load')], retried).differences).toMatchObject([{ of: ['attempt'] }])
    const twice = [task('step', { id: '1' }), task('step', { id: '2' })]
    expect(taskDifferences(twice, [task('step')]).differences).toMatchObject([{ path: 'step (2)', b: null }])
  })

  test('a duration differs by a second and a fifth at least', () => {
    expect(isOtherDuration(1000, 1900)).toBe(false)
    expect(isOtherDuration(100_000, 110_000)).toBe(false)
    expect(isOtherDuration(100_000, 121_000)).toBe(true)
    expect(isOtherDuration(null, 5)).toBe(true)
  })
})
