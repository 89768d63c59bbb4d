import { describe, expect, it } from 'vitest'
import { executionIdOf } from '@/lib/executions/identity'
import {
  dialectCases,
  hasSharedFixtures,
  readNodeConsole,
  readOtlpJson,
  sharedFixture,
} from '../testing/read-otlp-json'
import { rowsOf, SOURCE } from '../testing/recognise-spans'

const REAL = 'otlp/cicd-traces-real'
const CONSOLE = 'otlp-github-actions/otel-cicd-action.console-spans'

describe.skipIf(!hasSharedFixtures)(
  'recorded runs of GitHub Actions (skipped without ../shared/fixtures)',
  () => {
    it.each([
      ['as OTLP JSON', () => readOtlpJson(sharedFixture(`${REAL}/output_failed.otlp.json`))],
      ['as printed by the SDK', () => readNodeConsole(sharedFixture(`${CONSOLE}.failed.json`))],
    ])('find the step that failed and what it said, %s', (_how, read) => {
      const { execution, executions, tasks, states } = rowsOf(read())
      expect(executions).toHaveLength(1)
      expect(execution).toMatchObject({
        namespace: 'biomejs/biome',
        flow: 'Lint Pull Request Titles',
        nativeId: '21458831126',
        attempt: 1,
        dialect: 'github-actions',
        state: 'failed',
        nativeState: 'failure',
        failedTask:
          'Validate PR title › Run amannn/action-semantic-pull-request@48f256284bd46cdaab1048c3721360e808335d50',
        trigger: 'pull_request_target',
        commit: 'e2666f5864e5f11de8a071856f0804e6bab0fd8f',
        branch: 'fixes/use-exhaustive-dependencies-regressions',
        version: null,
        url: 'https://github.com/biomejs/biome/actions/runs/21458831126',
        durationMs: 40_000,
        startedAtUnixNano: 1_769_641_490_000_000_000n,
        queuedAtUnixNano: 1_769_641_490_000_000_000n,
        retryOfId: null,
      })
      expect(execution?.errorMessage).toMatch(/^No release type found in pull request title/)
      expect(execution?.labels).toMatchObject({ 'github.workflow': 'Lint Pull Request Titles' })
      expect(states).toEqual({
        'Validate PR title': 'failed',
        'Set up job': 'success',
        'Run amannn/action-semantic-pull-request@48f256284bd46cdaab1048c3721360e808335d50': 'failed',
        'Complete job': 'success',
      })
      const job = tasks.find((task) => task.kind === 'job')
      expect(job).toMatchObject({
        nativeId: '61806350920',
        worker: 'depot-6ltm0thcf4',
        durationMs: 37_000,
        parentId: null,
      })
      expect(tasks.filter((task) => task.kind === 'step').map((task) => task.parentId)).toEqual(
        Array(3).fill(job?.id),
      )
    })

    it.each([
      ['one job', () => readOtlpJson(sharedFixture(`${REAL}/output_success.otlp.json`)), 4],
      ['five jobs', () => readNodeConsole(sharedFixture(`${CONSOLE}.multi-job-success.json`)), 5],
    ])('tell success with %s', (_what, read, tasks) => {
      const rows = rowsOf(read())
      expect(rows.execution).toMatchObject({ state: 'success', failedTask: null, errorMessage: null })
      expect(rows.tasks).toHaveLength(tasks)
      expect(new Set(Object.values(rows.states))).toEqual(new Set(['success']))
    })
  },
)

describe('the exporter actions', () => {
  it('read a re-run that failed, its annotations, and a step that ended before it started', () => {
    const { execution, tasks, states } = rowsOf(dialectCases('github-actions', 'failed'))
    expect(execution).toMatchObject({
      namespace: 'acme/orders',
      flow: 'Build Main',
      attempt: 2,
      state: 'failed',
      failedTask: 'build › Lint',
      errorMessage: 'expected 2 to be 3',
      trigger: 'push',
      // The author of the head commit did not start it.
      actor: null,
      commit: '9f2c1b7e',
    })
    const { sourceId } = SOURCE
    const before = {
      sourceId,
      namespace: 'acme/orders',
      flow: 'Build Main',
      nativeId: '21458831126',
      attempt: 1,
    }
    expect(execution?.retryOfId).toBe(executionIdOf(SOURCE.orgId, before))
    // Created an hour before, for the first attempt.
    expect(execution?.queuedAtUnixNano).toBe(execution?.startedAtUnixNano)
    expect(states).toMatchObject({ build: 'failed', Lint: 'failed', Deploy: 'skipped' })
    expect(tasks.find((task) => task.name === 'Deploy')).toMatchObject({ durationMs: 0 })
  })

  it.each([
    ['cancelled', 'cancelled', 'cancelled'],
    ['timed-out', 'timed_out', 'timed_out'],
    ['startup-failure', 'failed', 'startup_failure'],
    ['action-required', 'queued', 'action_required'],
    ['unheard-of', 'unknown', 'finished'],
  ])('read %s, whose status is OK', (name, state, nativeState) => {
    expect(rowsOf(dialectCases('github-actions', name)).execution).toMatchObject({ state, nativeState })
  })
})
