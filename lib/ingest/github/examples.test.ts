import examples from '@octokit/webhooks-examples'
import { describe, expect, it } from 'vitest'
import { decoded, foldsAlike, recordedPayloads, type SentPayload } from '@/lib/ingest/events/testing/decoding'
import { decodeGithub } from './decode'

describe('the examples of GitHub’s own', () => {
  const all = examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((body: unknown): SentPayload & { name: string } => ({
      name,
      body,
      headers: { 'x-github-event': name },
    })),
  )

  it('are decoded all, and what is of use is not ignored', () => {
    const verdicts = new Map<string, Set<string>>()
    for (const { name, ...payload } of all) {
      const { events, rejected } = decoded(decodeGithub, payload)
      expect(events.length + rejected.length).toBe(1)
      const [event] = events
      const verdict =
        event === undefined
          ? 'rejected'
          : event.tellings.length > 0
            ? 'told'
            : event.isKept
              ? 'kept'
              : 'ignored'
      verdicts.set(name, (verdicts.get(name) ?? new Set()).add(verdict))
    }
    const of = (name: string) => [...(verdicts.get(name) ?? [])].sort()
    expect([...verdicts.keys()].filter((name) => of(name).includes('rejected'))).toEqual([])
    expect(of('workflow_run')).toEqual(['told'])
    // The oldest does not name its workflow.
    expect(of('workflow_job')).toEqual(['kept', 'told'])
    for (const name of ['push', 'pull_request', 'deployment', 'deployment_status'])
      expect(of(name)).toEqual(['kept'])
    expect(of('check_run')).toEqual(['ignored', 'kept'])
    expect(of('ping')).toEqual(['ignored'])
    expect(of('issues')).toEqual(['ignored'])
  })

  it('tell the same in any order', () =>
    foldsAlike(
      'github: examples',
      decodeGithub,
      all.filter(({ name }) => name.startsWith('workflow_')),
    ))
})

describe('recorded payloads', () => {
  const recorded = recordedPayloads('github-actions')

  it.skipIf(recorded === null)('tell what they say (needs ../shared/fixtures)', () => {
    const first = (file: string) => decoded(decodeGithub, { body: recorded?.get(file) }).events[0]
    expect(first('workflow_run.go-scm.json')).toMatchObject({
      subject: 'shivamnegi94/testrepo · CI · #2',
      // It says in_progress, and was over by the time it was sent.
      tellings: [
        { states: [{ state: 'success' }], actor: 'shivamnegi94', labels: { 'github.pull_request': '164' } },
      ],
    })
    expect(first('workflow_run.go-playground.json')?.tellings).toMatchObject([
      { states: [{ state: 'unknown', word: 'finished' }] },
    ])
    expect(first('workflow_job.waiting.json')?.tellings).toMatchObject([
      { about: 'execution', of: { flow: 'Env Test', nativeId: '4747967848' } },
      { about: 'task', states: [{ state: 'queued', word: 'waiting' }] },
    ])
    expect(first('deployment_status.payload.json')).toMatchObject({
      isKept: true,
      subject: 'Codertocat/Hello-World · production · success',
    })
  })
})
