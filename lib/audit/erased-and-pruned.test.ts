import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packFiles } from './evidence-pack'
import { erasedAfter, LOG_PRUNED, PERSONAL_DATA_ERASED, PlaceRuns, prunedAfter } from './log-marks'
import type { LogVerdict } from './log-verdict'
import { readPackHead, UnreadablePack } from './read-pack'
import { MadeLog } from './testing/made-log'
import { verifyLog } from './verify-log'

const log = new MadeLog().appendMany(8)
const none = { olderCheckpoints: [], keys: [] }
const codes = (verdict: LogVerdict): string[] => verdict.findings.map(({ code }) => code)

describe('what was taken out by the rules', () => {
  test('erased payloads are explained by a later entry, and proofs hold', () => {
    const made = new MadeLog()
    for (const isErased of [false, true, true, false, true]) made.append({ isErased })
    made.append({ action: PERSONAL_DATA_ERASED, after: { ...asPayload(erasedAfter([[2, 3]])) } })
    const verdict = verifyLog(made.range(), made.lines(), none)
    expect(verdict).toMatchObject({ integrity: 'holds', completeness: { erased: 3, erasedUnexplained: 1 } })
    expect(verdict.cannotShow.join()).toContain('no entry here says that they were erased')
  })

  test('entries removed by retention are named by an entry that is signed for', () => {
    const made = new MadeLog().appendMany(20)
    made.append({ action: LOG_PRUNED, after: asPayload(prunedAfter({ to: 12, root: made.root(12) })) })
    const verdict = verifyLog(made.range(13, 21), made.lines(13, 21), none)
    expect(verdict).toMatchObject({
      integrity: 'holds',
      completeness: { isWhole: false, before: { entries: 12, why: 'pruned' } },
    })
    const lying = new MadeLog().appendMany(20)
    lying.append({ action: LOG_PRUNED, after: asPayload(prunedAfter({ to: 12, root: made.root(11) })) })
    expect(codes(verifyLog(lying.range(13, 21), lying.lines(13, 21), none))).toEqual(['tombstone'])
  })

  test('places are counted whatever overlaps', () => {
    const interval = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 20 }))
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 })),
        fc.array(interval),
        (places, intervals) => {
          const runs = new PlaceRuns()
          for (const place of [...places].sort((a, b) => a - b)) runs.add(place)
          const given = intervals.map(([from, length]) => [from, from + length] as const)
          const left = places.filter((place) => !given.some(([from, to]) => from <= place && place <= to))
          expect(runs.without(given)).toBe(left.length)
        },
      ),
    )
  })
})

const asPayload = (value: unknown) => value as Record<string, null>

test.each<[string, (files: Map<string, string>) => void]>([
  ['no manifest', (files) => files.delete('manifest.json')],
  ['no checkpoint', (files) => files.delete('checkpoint.txt')],
  ['a manifest of another format', (files) => files.set('manifest.json', '{"format":"x"}')],
  ['a manifest that is no JSON', (files) => files.set('manifest.json', '{')],
  ['a proof without hashes', (files) => files.set('proof.json', '{}')],
  [
    'a frontier of the wrong length',
    (files) => files.set('proof.json', '{"before":{"size":3,"hashes":[]},"consistency":[]}'),
  ],
  ['a key that is none', (files) => files.set('key.txt', 'key')],
  ['an older checkpoint without proof', (files) => files.set('older-checkpoints.jsonl', '{"note":"x"}')],
])('a pack with %s cannot be read', (_, change) => {
  const files = new Map(packFiles(log.range()).map(({ name, text }) => [name, text]))
  change(files)
  expect(() => readPackHead((name) => files.get(name))).toThrow(UnreadablePack)
})
