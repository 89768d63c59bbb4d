import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldFlow } from './fold-changes'
import { followedChanges } from './followed-changes'
import { microsOf, microsOfNano } from './instant'
import { at, FlowStory, flowText } from './testing/flow-story'
import type { FlowWitnesses } from './witnesses'

const [A, B, C, D] = [flowText('a'), flowText('b'), flowText('c'), flowText('d')]

/** Any story: commits, sightings, edits and executions of four texts at any time. */
const anyStory = fc
  .array(
    fc.record({
      what: fc.constantFrom('commit', 'unread', 'holds', 'revision', 'edit', 'fields', 'sync', 'ran', 'gone'),
      hour: fc.integer({ min: 0, max: 40 }).map((quarter) => quarter / 4),
      text: fc.constantFrom(A, B, C, D),
      revision: fc.integer({ min: 1, max: 4 }).map(String),
    }),
    { maxLength: 12 },
  )
  .map((acts) => {
    const story = new FlowStory()
    for (const { what, hour, text, revision } of acts) {
      if (what === 'commit') story.commit(hour, text)
      else if (what === 'unread')
        story.commit(hour, text, { isRead: false, beforeHash: null, afterHash: null })
      else if (what === 'holds') story.holds(hour, text)
      else if (what === 'revision') story.holds(hour, text, { revision })
      else if (what === 'gone') story.holds(hour, null)
      else if (what === 'edit') story.edit(hour, { revision })
      else if (what === 'fields') story.edit(hour, { fields: [{ name: 'paused', from: false, to: true }] })
      else if (what === 'sync') story.edit(hour, { way: 'sync', actor: null })
      else story.ran(hour, text, { version: revision })
    }
    return story.witnesses()
  })

const again = <Item>(items: readonly Item[], seed: number): Item[] =>
  [...items, ...items.filter((_, index) => (index + seed) % 2 === 0)]
    .map((item, index) => ({ item: structuredClone(item), order: (index * 7_919 + seed * 104_729) % 1_009 }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)

describe('whatever is told', () => {
  test('order and repetition do not matter', () => {
    fc.assert(
      fc.property(anyStory, fc.integer({ min: 0, max: 1_000 }), (witnesses, seed) => {
        const { commits, tool, executed, turns } = witnesses
        const shuffled = {
          commits: again(commits, seed),
          tool: again(tool, seed),
          executed: again(executed, seed),
          turns: again(turns, seed),
        }
        expect(foldFlow({ ...witnesses, ...shuffled })).toEqual(foldFlow(witnesses))
      }),
      { numRuns: 150 },
    )
  })

  test('ids are unique, times in order, and every act of the tool is in at most one change by hand', () => {
    fc.assert(
      fc.property(anyStory, (witnesses) => {
        const { changes, versions } = foldFlow(witnesses)
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length)
        const times = changes.map((change) => Date.parse(change.at))
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        const edits = changes.flatMap((each) => each.witnesses.filter(({ kind }) => kind === 'edit'))
        expect(new Set(edits.map(({ eventId }) => eventId)).size).toBe(edits.length)
        expect(versions.map(({ number }) => number)).toEqual(versions.map((_, index) => index + 1))
        for (const change of changes) {
          if (change.isUnexplained)
            expect(change).toMatchObject({ actorKey: null, author: null, commit: null })
          if (change.afterHash !== null) expect(versions.map(({ hash }) => hash)).toContain(change.afterHash)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('who comes later takes no change away that the tool alone told, or another takes its place', () => {
    fc.assert(
      fc.property(anyStory, (witnesses) => {
        const edits = witnesses.tool.filter(({ telling }) => telling.about === 'edit')
        const moves = witnesses.tool.filter(({ telling }) => telling.about === 'definition')
        const before = foldFlow({ ...witnesses, tool: moves }).changes
        const after = foldFlow({ ...witnesses, tool: [...moves, ...edits] }).changes
        const known = new Set(after.map(({ id }) => id))
        const followed = followedChanges(before, after)
        expect(before.filter(({ id }) => !known.has(id) && !followed.has(id))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('a commit of which only the path is known, an edit and a revision of one moment make one change of two', () => {
    const story = new FlowStory()
    story.commit(0, C)
    story.commit(0.25, C, { isRead: false, beforeHash: null, afterHash: null })
    story.holds(0.25, C, { revision: '1' })
    const before = foldFlow(story.witnesses()).changes
    story.edit(0.25, { fields: [{ name: 'paused', from: false, to: true }] })
    const after = foldFlow(story.witnesses()).changes
    const followed = followedChanges(before, after)
    const ids = new Set(after.map(({ id }) => id))
    expect(before.filter(({ id }) => !ids.has(id) && !followed.has(id))).toEqual([])
  })

  test('what was known of an earlier time is still there, followed, or turned out to be no change', () => {
    fc.assert(
      fc.property(anyStory, fc.integer({ min: 0, max: 10 }), (witnesses, hour) => {
        const early = foldFlow(until(witnesses, hour)).changes
        const late = foldFlow(witnesses).changes
        const ids = new Set(late.map(({ id }) => id))
        const followed = followedChanges(early, late)
        for (const change of early) {
          const isByEditsAlone = change.witnesses.every(({ kind }) => kind === 'edit')
          expect(ids.has(change.id) || followed.has(change.id) || isByEditsAlone).toBe(true)
        }
        for (const id of followed.values()) expect(ids).toContain(id)
      }),
      { numRuns: 150 },
    )
  })
})

/** What had been told by an hour of the story. */
const until = (witnesses: FlowWitnesses, hour: number): FlowWitnesses => ({
  ...witnesses,
  commits: witnesses.commits.filter(({ landedAt }) => landedAt <= at(hour)),
  tool: witnesses.tool.filter(({ telling }) => microsOfNano(telling.at) <= microsOf(at(hour))),
  executed: witnesses.executed.filter(({ firstAt }) => firstAt <= at(hour)),
  turns: witnesses.turns.filter((turn) => turn.at <= at(hour)),
})
