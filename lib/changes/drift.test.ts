import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { driftOf, type HeldStanding, type Stands } from './drift'
import { foldFlow } from './fold-changes'
import { A, B, C, DRIFT_SEEDS, story, witnessesOf, X } from './testing/drift-seeds'
import { at } from './testing/flow-story'

describe('drift of a flow', () => {
  test.each(DRIFT_SEEDS)('%s', (...seed) => {
    const [, , state, commits = null] = seed
    const { drift } = foldFlow(witnessesOf(seed))
    expect(drift).toMatchObject({ state, lagCommits: commits })
    expect(drift?.detail.because).toMatch(/^[A-Z].*\.$/)
  })

  test('the lag is since the first commit that is not deployed', () => {
    const { drift } = foldFlow(
      story()
        .commit(1, A)
        .holds(2, A)
        .commit(3, B)
        .commit(5, C)
        .witnesses({ now: at(10) }),
    )
    expect(drift).toMatchObject({ since: at(3), lagCommits: 2, detail: { lagHours: 7 } })
  })

  test('a checksum is known by the commit that the tool names', () => {
    const of = story().commit(1, A)
    const commit = of.commits[0]?.sha
    of.holds(2, X, { commit })
    const definitions = new Map(
      [...of.definitions].map(([hash, { format }]) => [
        hash,
        { format, text: hash === of.hash(X) ? null : A },
      ]),
    )
    expect(foldFlow(of.witnesses({ definitions })).drift?.state).toBe('in_sync')
  })
})

describe('whatever stands where', () => {
  const hash = fc.constantFrom('a', 'b', 'c')
  const hour = fc.integer({ min: 0, max: 50 })
  const standing = fc.record({ hash: fc.option(hash), at: hour, isByHand: fc.boolean() }).map(
    (of): HeldStanding => ({
      hash: of.hash,
      at: at(of.at),
      version: null,
      commit: null,
      isByHand: of.isByHand,
      isReadable: true,
    }),
  )
  const inTime = <One extends { at: string }>(list: One[]): One[] =>
    list.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const stands = fc
    .record({
      isRepositoryBound: fc.boolean(),
      isDeployedKnown: fc.boolean(),
      git: fc.array(fc.record({ hash: fc.option(hash), at: hour.map(at), sha: fc.constant('abcdef0') }), {
        maxLength: 4,
      }),
      held: fc.array(standing, { maxLength: 4 }),
      executed: fc.option(standing),
    })
    .map((of): Stands => {
      const git = inTime(of.git)
      const last = git.at(-1)
      const head =
        last === undefined || last.hash === null
          ? null
          : { repositoryId: 'r', path: 'p', hash: last.hash, sha: last.sha, at: last.at }
      return { ...of, git, head, unread: null, held: inTime(of.held), now: at(60) }
    })

  test('there is a state, a time that was, and a reason', () => {
    fc.assert(
      fc.property(stands, (of) => {
        const { state, since, lagCommits, detail } = driftOf(of)
        expect(Date.parse(since)).toBeLessThanOrEqual(Date.parse(of.now))
        expect(detail.because).not.toBe('')
        if (!of.isRepositoryBound) expect(state).toBe('unknown')
        if (state === 'behind') expect(lagCommits).toBeGreaterThan(0)
        if (state === 'ahead' || state === 'in_sync') expect(lagCommits).toBe(0)
        if (detail.lagHours !== null) expect(detail.lagHours).toBeGreaterThanOrEqual(0)
        if (state === 'dormant') expect([detail.deployed, detail.executed]).toEqual([null, null])
        if (state === 'orphan') expect(detail.git).toBeNull()
      }),
      { numRuns: 500 },
    )
  })

  test('what is the same everywhere is in sync', () => {
    fc.assert(
      fc.property(stands, hash, (of, same) => {
        const last = {
          hash: same,
          at: at(55),
          version: null,
          commit: null,
          isByHand: false,
          isReadable: true,
        }
        const head = { repositoryId: 'r', path: 'p', hash: same, sha: 'abcdef0', at: at(54) }
        const all = {
          ...of,
          isRepositoryBound: true,
          head,
          held: [...of.held, last],
          executed: { ...last, at: at(56) },
        }
        expect(driftOf(all).state).toBe('in_sync')
      }),
    )
  })
})
