import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExecutionFact, TaskFact } from '@/lib/model/fact'
import type { SkeletonSpan, TraceSkeleton } from '@/lib/model/skeleton'
import { isTerminal } from '@/lib/model/state'
import { projectExecution, projectTaskRun } from './project'
import { recogniseTrace } from './recognise'
import { compareNano, foldState } from './state'
import { observations, trace } from './testing/arbitrary-trace'
import { holds } from './testing/kept-seeds'

/** The rows of a store that is given traces piece by piece, as the writer does it, as the text that is compared. */
class Store {
  readonly #executions = new Map<string, Record<string, ExecutionFact>>()
  readonly #tasks = new Map<string, Record<string, TaskFact>>()

  /** Reads the trace again as far as it has come; what it said before and says no longer is taken back. */
  recognise(origin: string, skeleton: TraceSkeleton): this {
    for (const facts of [...this.#executions.values(), ...this.#tasks.values()]) delete facts[origin]
    const { executions, taskRuns } = recogniseTrace(skeleton, () => 'automatic')
    for (const fact of executions) put(this.#executions, fact.executionId, origin, fact)
    for (const fact of taskRuns) put(this.#tasks, `${fact.executionId}/${fact.taskRunId}`, origin, fact)
    return this
  }

  rows(): string {
    const otherwise = { environment: 'production', occurredAt: '1' }
    const executions = said(this.#executions).map((facts) => projectExecution('org', facts, otherwise))
    const tasks = said(this.#tasks).map((facts) => projectTaskRun(facts))
    return JSON.stringify([executions, tasks], (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    )
  }
}

function put<Fact>(into: Map<string, Record<string, Fact>>, key: string, origin: string, fact: Fact): void {
  // Through JSON, as the database keeps it.
  into.set(key, { ...into.get(key), [origin]: JSON.parse(JSON.stringify(fact)) })
}

const said = <Fact>(facts: Map<string, Record<string, Fact>>): Record<string, Fact>[] =>
  [...facts]
    .filter(([, byOrigin]) => Object.keys(byOrigin).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, byOrigin]) => byOrigin)

const rowsOf = (skeleton: TraceSkeleton): string => new Store().recognise('trace:1', skeleton).rows()

const shuffled = <Item>(items: readonly Item[], keys: readonly number[]): Item[] =>
  items
    .map((item, index) => ({ item, key: keys[index % keys.length] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)

const order = fc.array(fc.integer(), { minLength: 12, maxLength: 12 })

/** The same value with the keys of every object turned round, as jsonb does as it likes. */
const reversed = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).reverse())
        : part,
    ),
  )

describe('the rows of a trace are a function of the set of its spans', () => {
  it('whatever order they come in', () => {
    holds('permutation', fc.tuple(trace, order), ([whole, keys]) => {
      const moved = {
        ...whole,
        spans: shuffled(whole.spans, keys),
        logErrors: shuffled(whole.logErrors, keys),
      }
      expect(rowsOf(moved)).toBe(rowsOf(whole))
    })
  })

  it('however often each comes', () => {
    holds('duplication', fc.tuple(trace, order), ([whole, keys]) => {
      const again = whole.spans.filter((_, index) => (keys[index] ?? 0) % 2 === 0)
      const doubled = { ...whole, spans: [...again, ...whole.spans, ...again] }
      expect(rowsOf(doubled)).toBe(rowsOf(whole))
    })
  })

  it('in whatever pieces', () => {
    holds('split', fc.tuple(trace, order, fc.integer({ min: 1, max: 4 })), ([whole, keys, size]) => {
      const spans = shuffled(whole.spans, keys)
      const store = new Store()
      for (let end = size; end < spans.length + size; end += size) {
        store.recognise('trace:1', { ...whole, spans: spans.slice(0, end) })
      }
      expect(store.rows()).toBe(rowsOf(whole))
    })
  })

  it('children first', () => {
    holds('children first', trace, (whole) => {
      const store = new Store()
      const childrenFirst = [...whole.spans].sort((a, b) => depth(b, whole.spans) - depth(a, whole.spans))
      childrenFirst.forEach((_, index) => {
        store.recognise('trace:1', { ...whole, spans: childrenFirst.slice(0, index + 1) })
      })
      expect(store.rows()).toBe(rowsOf(whole))
    })
  })

  it('ends before starts', () => {
    holds('ends before starts', fc.tuple(trace, order), ([whole, keys]) => {
      const ended = { ...whole, spans: whole.spans.filter((span) => span.endUnixNano !== '0') }
      const open = ended.spans.map(
        (span): SkeletonSpan => ({ ...span, endUnixNano: '0', statusCode: 0, mark: null }),
      )
      const late = { ...ended, spans: shuffled([...ended.spans, ...open], keys) }
      expect(rowsOf(late)).toBe(rowsOf(ended))
    })
  })

  it('through the database and back', () => {
    holds('round trip', trace, (whole) => {
      expect(rowsOf(reversed(whole))).toBe(rowsOf(whole))
    })
  })
})

const depth = (span: SkeletonSpan, spans: readonly SkeletonSpan[], seen: string[] = []): number => {
  const parent = spans.find((each) => each.spanId === span.parentSpanId)
  return parent === undefined || seen.includes(span.spanId)
    ? 0
    : 1 + depth(parent, spans, [...seen, span.spanId])
}

describe('the rows of executions that several traces speak of', () => {
  it('are the same whichever trace is first', () => {
    holds('origins', fc.tuple(trace, trace), ([one, other]) => {
      const forth = new Store().recognise('trace:1', one).recognise('trace:2', other)
      const back = new Store().recognise('trace:2', other).recognise('trace:1', one)
      expect(forth.rows()).toBe(back.rows())
    })
  })

  it('keep as much of the words that lists are filtered by as their indexes hold', () => {
    holds('words', trace, (one) => {
      for (const fact of recogniseTrace(one, () => 'always').executions) {
        const facts = { 'trace:1': { ...fact, trigger: '語'.repeat(500), environment: '語'.repeat(500) } }
        const row = projectExecution('org', facts, { environment: 'production', occurredAt: '1' })
        expect([row.trigger?.length, row.environment.length]).toEqual([250, 250])
      }
    })
  })

  it('hold no time that cannot be and no state without a witness', () => {
    holds('times', fc.tuple(trace, trace), ([one, other]) => {
      const { executions } = recogniseTrace(one, () => 'always')
      const more = recogniseTrace(other, () => 'always').executions
      for (const fact of executions) {
        const second = more.find((each) => each.executionId === fact.executionId)
        const facts = { 'trace:1': fact, ...(second === undefined ? {} : { 'trace:2': second }) }
        const row = projectExecution('org', facts, { environment: 'production', occurredAt: '1' })
        expect(row.durationMs ?? 0).toBeGreaterThanOrEqual(0)
        expect(row.endedAtUnixNano ?? row.startedAtUnixNano ?? 0n).toBeGreaterThanOrEqual(
          row.startedAtUnixNano ?? 0n,
        )
        expect(row.queuedAtUnixNano ?? 0n).toBeLessThanOrEqual(
          row.startedAtUnixNano ?? row.queuedAtUnixNano ?? 0n,
        )
        expect(row.occurredAt.getTime()).toBeGreaterThan(0)
        expect(['unknown', ...row.transitions.map((each) => each.state)]).toContain(row.state)
        expect(JSON.stringify(row.labels).length).toBeLessThan(10_000)
      }
    })
  })
})

describe('the state that observations add up to', () => {
  it('does not depend on their order or repetition', () => {
    holds('fold', fc.tuple(observations, order), ([all, keys]) => {
      expect(foldState([...shuffled(all, keys), ...all])).toEqual(foldState(all))
    })
  })

  it('stays final whatever a witness of no more worth says about another time', () => {
    holds('sticky', fc.tuple(observations, observations), ([all, more]) => {
      const before = foldState(all)
      const worth = Math.max(...all.filter((each) => isTerminal(each.state)).map((each) => each.precedence))
      const open = more.filter(
        (each) => !isTerminal(each.state) && each.precedence <= worth && each.reopens !== true,
      )
      if (isTerminal(before.state) && all.every((each) => each.reopens !== true)) {
        expect(foldState([...all, ...open]).state).toBe(before.state)
      }
    })
  })

  it('starts anew where the tool put it back to work', () => {
    holds('reopens', observations, (all) => {
      const last =
        all
          .map((each) => each.at)
          .sort(compareNano)
          .at(-1) ?? '1'
      const reopened = {
        state: 'queued',
        word: 'RESTARTED',
        at: `${last}0`,
        precedence: 4,
        reopens: true,
      } as const
      expect(foldState([...all, reopened])).toMatchObject({ state: 'queued', word: 'RESTARTED' })
    })
  })
})
