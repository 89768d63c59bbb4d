import { expect } from 'vitest'
import { read } from './event-maker'
import { projectEvents } from './reference'
import { shuffled } from './shuffled'

/** A time in that second. */
export const at = (second: number) => `2026-03-01T10:00:${String(second).padStart(2, '0')}Z`

/** The rows that events come to, after it was seen that their order does not matter. */
export function rows(...events: Record<string, unknown>[]) {
  const { executions, taskRuns, keys, references } = projectEvents(read(...events))
  for (const seed of [1, 2, 3, 4]) {
    const other = projectEvents(read(...shuffled([...events, ...events], seed)))
    expect(new Set(other.executions)).toEqual(new Set(executions))
    expect(new Set(other.taskRuns)).toEqual(new Set(taskRuns))
  }
  return { executions, taskRuns, keys, references }
}
