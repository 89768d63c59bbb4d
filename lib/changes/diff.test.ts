import { describe, expect, test } from 'vitest'
import { differencesBetween } from './diff'
import { meaningOf } from './meaning/meaning'
import { summaryOf } from './summary'

function changed(format: string, before: string, after: string) {
  const [from, to] = [meaningOf(format, before), meaningOf(format, after)]
  if ('problem' in from || 'problem' in to) throw new Error('A text cannot be read')
  return differencesBetween(format, from.parts, to.parts)
}
const classes = (format: string, before: string, after: string) =>
  changed(format, before, after).map((each) => [each.class, each.path])

const KESTRA = `id: load
namespace: shop
labels: {team: data, kind: x}
inputs:
  - {id: day, type: STRING}
tasks:
  - id: a
    type: io.kestra.plugin.scripts.python.Script
    script: print(1)
    retry: {maxAttempts: 1}
    taskRunner: {type: docker}
    env: {DB_HOST: a, LEVEL: info}
  - {id: b, type: x.Log, message: hi}
triggers:
  - {id: daily, type: x.Schedule, cron: 0 3 * * *}
errors:
  - {id: tell, type: x.Slack}
`
const kestra = (from: string, to: string) => classes('kestra', KESTRA, KESTRA.replace(from, to))

describe('classes of what changed', () => {
  test.each([
    ['0 3 * * *', '0 2 * * *', 'schedule', 'triggers.daily.cron'],
    ['print(1)', 'print(2)', 'code', 'tasks[a].script'],
    ['maxAttempts: 1', 'maxAttempts: 3', 'retries', 'tasks[a].retry.maxAttempts'],
    ['type: docker', 'type: kubernetes', 'resources', 'tasks[a].taskRunner.type'],
    ['LEVEL: info', 'LEVEL: warn', 'parameters', 'tasks[a].env.LEVEL'],
    ['DB_HOST: a', 'DB_HOST: b', 'parameters', 'tasks[a].env.DB_HOST'],
    ['DB_HOST: a', 'DB_HOST: "{{ secret(\'HOST\') }}"', 'secrets', 'tasks[a].env.DB_HOST'],
    ['team: data', 'team: growth', 'owner', 'labels.team'],
    ['kind: x', 'kind: y', 'parameters', 'labels.kind'],
    ['type: STRING', 'type: INT', 'parameters', 'inputs.day.type'],
    ['x.Slack', 'x.Mail', 'alerting', 'errors[tell].type'],
    ['message: hi', 'message: ho', 'code', 'tasks[b].message'],
  ])('Kestra: %s to %s is %s', (from, to, of, path) => {
    expect(kestra(from, to)).toEqual([[of, path]])
  })

  const GITHUB = `on: {schedule: [{cron: 0 3 * * *}]}
jobs:
  a:
    runs-on: ubuntu
    timeout-minutes: 5
    needs: [b]
    steps:
      - uses: x@v1
      - run: make
        env: {TOKEN: "\${{ secrets.A }}"}
`
  test.each([
    ['0 3 *', '0 2 *', 'schedule'],
    ['runs-on: ubuntu', 'runs-on: big', 'resources'],
    ['minutes: 5', 'minutes: 9', 'retries'],
    ['needs: [b]', 'needs: [b, c]', 'dependencies'],
    ['x@v1', 'x@v2', 'dependencies'],
    ['make', 'make all', 'code'],
    ['secrets.A', 'secrets.B', 'secrets'],
  ])('GitHub: %s to %s is %s', (from, to, of) => {
    expect(classes('github', GITHUB, GITHUB.replace(from, to)).map(([each]) => each)).toEqual([of])
  })

  test('Airbyte', () => {
    const of = (more: object) =>
      JSON.stringify({
        name: 'a',
        scheduleType: 'cron',
        scheduleData: { cron: { cronExpression: '0 3 * * *' } },
        destinationId: 'd',
        status: 'active',
        ...more,
      })
    expect(
      classes('airbyte', of({}), of({ scheduleData: { cron: { cronExpression: '0 2 * * *' } } })),
    ).toMatchObject([['schedule', 'scheduleData.cron.cronExpression']])
    expect(classes('airbyte', of({}), of({ destinationId: 'e' }))).toEqual([['connection', 'destinationId']])
  })
})

describe('one line says', () => {
  const line = (before: string, after: string) => summaryOf(changed('kestra', before, after))
  test('the schedule first, then tasks, then retries', () => {
    const after = KESTRA.replace('0 3', '0 2')
      .replace('maxAttempts: 1', 'maxAttempts: 3')
      .replace('triggers:', '  - {id: c, type: x.Log}\ntriggers:')
    expect(line(KESTRA, after)).toBe('schedule 03:00 → 02:00; +1 task; a maxAttempts 1 → 3')
  })
  test('no more than fits', () => {
    expect(line(KESTRA, KESTRA.replace('print(1)', `print(${'2'.repeat(99)})`))).toBe('a script changed')
    expect(line(KESTRA, KESTRA.replace(/ {2}- \{id: b.*\n/, ''))).toBe('−1 task')
    const swapped = KESTRA.replace(/( {2}- \{id: b.*\n)(triggers:)/, '$2').replace(
      'tasks:\n',
      'tasks:\n  - {id: b, type: x.Log, message: hi}\n',
    )
    expect(line(KESTRA, swapped)).toBe('order of tasks changed')
  })
})

test('what nobody should read is not told', () => {
  const [one] = changed(
    'kestra',
    'id: a\nnamespace: n\nvariables: {password: hunter2}',
    'id: a\nnamespace: n\nvariables: {password: hunter3}',
  )
  expect(one).toEqual({ class: 'secrets', path: 'variables.password', from: '•••', to: '•••' })
})

test('steps without names are told by their place', () => {
  const steps = (...runs: string[]) =>
    `on: push\njobs: {a: {steps: [${runs.map((run) => `{run: ${run}}`).join(', ')}]}}`
  expect(changed('github', steps('x', 'y'), steps('x', 'new', 'y'))).toMatchObject([
    { path: 'jobs.a.steps[1]', from: null, to: { run: 'new' } },
  ])
  expect(changed('github', steps('x', 'y'), steps('x', 'z'))).toMatchObject([
    { path: 'jobs.a.steps[1].run', from: 'y', to: 'z' },
  ])
})
