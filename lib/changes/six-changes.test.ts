import { describe, expect, test } from 'vitest'
import type { MergeTelling } from '@/lib/model/change'
import { foldFlow } from './fold-changes'
import { ADA, at, BOB, FlowStory, flowText } from './testing/flow-story'

const [A, B] = [flowText('a'), flowText('b')]
const begun = () => new FlowStory().commit(1, A).holds(1.1, A, { revision: '1' })
const last = (story: FlowStory) => foldFlow(story.witnesses()).changes.at(-1)

/** Each of the ways in which a flow is changed names person, time, what it was and is, and why or that nobody says. */
describe('a change by', () => {
  test('a pull request', () => {
    const merge: MergeTelling = {
      about: 'merge',
      repository: 'github.com/octo/flows',
      branch: 'main',
      number: '412',
      title: 'Load before the shops open',
      url: 'https://github.com/octo/flows/pull/412',
      at: `${Date.parse(at(2))}000000`,
      sha: 'cafe000001',
      author: BOB,
      merger: ADA,
      reviewers: [],
    }
    const deploy = {
      telling: {
        about: 'deploy' as const,
        repository: 'github.com/octo/flows',
        sha: 'cafe000001',
        environment: 'production',
        at: `${Date.parse(at(2.1))}000000`,
        actor: null,
        execution: null,
      },
      executionId: 'x1',
    }
    const story = begun().commit(2, B, { sha: 'cafe000001', merge, deploys: [deploy], message: 'wip' })
    expect(last(story.holds(2.2, B, { revision: '2' }).ran(3, B, { version: '2' }))).toMatchObject({
      at: at(2),
      way: 'git',
      actorKey: 'github:ada',
      author: 'email:bob@example.com',
      beforeHash: story.hash(A),
      afterHash: story.hash(B),
      reason: { kind: 'merge', text: '#412 Load before the shops open', url: merge.url },
      reached: { committedAt: at(2), deployedAt: at(2.1), executedAt: at(3) },
      deployExecutionId: 'x1',
      isWitnessedBy: { git: true, tool: true, ci: true, execution: true },
      isUnexplained: false,
    })
  })

  test('a direct push', () => {
    expect(last(begun().commit(2, B, { message: 'update', by: ADA }))).toMatchObject({
      at: at(2),
      way: 'git',
      actorKey: 'github:ada',
      reason: null,
      summary: 'say message a → b',
    })
  })

  test("an edit in the tool's console", () => {
    const story = begun().holds(2, B, { revision: '2' }).edit(2, { revision: '2' })
    expect(last(story)).toMatchObject({
      at: at(2),
      way: 'console',
      actorKey: 'github:ada',
      reason: null,
      isUnexplained: false,
    })
  })

  test('an edit by API, which a program makes', () => {
    const bot = { kind: 'kestra' as const, id: 'ci-deployer', isBot: true }
    const story = begun()
      .holds(2, B)
      .edit(1.999, { way: 'api', actor: bot, reason: 'Release 12 of the loader' })
    expect(last(story)).toMatchObject({
      way: 'api',
      actorKey: 'kestra:ci-deployer',
      isByBot: true,
      reason: { kind: 'edit', text: 'Release 12 of the loader' },
    })
  })

  test('a schedule', () => {
    const fields = [{ name: 'schedules', from: [{ cron: '0 3 * * *' }], to: [{ cron: '0 2 * * *' }] }]
    expect(last(begun().edit(2, { way: 'api', fields, classes: ['schedule'] }))).toMatchObject({
      at: at(2),
      classes: ['schedule'],
      fields,
      actorKey: 'github:ada',
    })
  })

  test('a connection', () => {
    const fields = [{ name: 'connection.password', from: 'old', to: 'new' }]
    const object = { kind: 'connection', id: 'warehouse', name: 'Warehouse' }
    const change = last(
      begun().edit(2, { fields, object, classes: ['connection'], action: 'connection.update' }),
    )
    expect(change).toMatchObject({ classes: ['connection', 'secrets'], object, actorKey: 'github:ada' })
    expect(JSON.stringify(change)).not.toMatch(/"old"|"new"/)
  })
})
