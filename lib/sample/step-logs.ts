import type { HappenedStep, Happening } from './happening'
import { randomOf } from './random'
import { exceptionOf, type ToldLog } from './telling'

const LINES = [
  'read 18 204 rows',
  'connected to warehouse',
  'checkpoint written',
  'wrote 3 files',
  'cache hit ratio 0.93',
] as const

/** What the steps of an execution wrote: that they began, a line in between, and the exception where one failed. */
export function stepLogs(
  happening: Happening,
  traceId: string,
  spanIdOfStep: (step: HappenedStep) => string,
): ToldLog[] {
  const logs: ToldLog[] = []
  for (const step of happening.steps) {
    if (step.outcome === 'skipped') continue
    const random = randomOf(happening.key, step.name, step.attempt, 'logs')
    const common = { traceId, spanId: spanIdOfStep(step), attributes: {} }
    const nameOfStep = step.name.split('/').at(-1) ?? step.name
    logs.push({ ...common, atMs: step.startMs + 5, level: 'INFO', body: `${nameOfStep} started` })
    if (random() < 0.3) {
      const line = LINES[Math.floor(random() * LINES.length)] ?? LINES[0]
      logs.push({ ...common, atMs: (step.startMs + step.endMs) / 2, level: 'INFO', body: line })
    }
    if (random() < 0.02) {
      logs.push({
        ...common,
        atMs: step.endMs - 10,
        level: 'WARN',
        body: `${nameOfStep} took longer than it should`,
      })
    }
    if (step.error !== null) {
      const attributes = exceptionOf(step.error, nameOfStep)
      logs.push({
        ...common,
        attributes,
        atMs: step.endMs - 1,
        level: 'ERROR',
        body: `${nameOfStep} failed: ${step.error.message}`,
      })
    }
  }
  return logs
}
