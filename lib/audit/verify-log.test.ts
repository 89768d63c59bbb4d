import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entryLine, type PackEntry, type PackHead, packFiles } from './evidence-pack'
import { type LogVerdict, verdictText } from './log-verdict'
import { readPackHead } from './read-pack'
import { newSigningKey, signerOf } from './signing-key'
import { MadeLog, ORG, OTHER_ORG } from './testing/made-log'
import { verifyLog } from './verify-log'

const log = new MadeLog().appendMany(40)
const none = { olderCheckpoints: [], keys: [] }
const codes = (verdict: LogVerdict): string[] => verdict.findings.map(({ code }) => code)

/** Through the files, as a pack goes. */
const passedOn = (head: PackHead): PackHead => {
  const files = new Map(packFiles(head).map(({ name, text }) => [name, text]))
  return readPackHead((name) => files.get(name))
}

describe('a log that nobody touched', () => {
  test('holds, is whole, and says what that does not show', () => {
    const verdict = verifyLog(passedOn(log.range()), log.lines(), {
      olderCheckpoints: [log.checkpoint(17)],
      keys: [log.signer],
    })
    expect(verdict).toMatchObject({
      integrity: 'holds',
      keyFrom: 'given',
      older: [{ size: 17, outcome: 'continues' }],
      completeness: { isWhole: true, entries: 40, after: 0, unsigned: 0, erased: 0 },
    })
    expect(verdict.cannotShow).toHaveLength(2)
    expect(verdictText(verdict)).toContain('Integrity    holds')
  })

  test('holds for any part of it, any checkpoint after and any before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), (a, b, c, d) => {
        const size = 1 + (a % log.size)
        const to = 1 + (b % log.size)
        const from = 1 + (c % Math.min(to, size + 1))
        const older = 1 + (d % size)
        const verdict = verifyLog(passedOn(log.range(from, to, size, [older])), log.lines(from, to), {
          olderCheckpoints: [log.checkpoint(older)],
          keys: [],
        })
        expect(verdict.findings).toEqual([])
        expect(verdict.older).toEqual([{ size: older, outcome: 'continues' }])
        expect(verdict.completeness.isWhole).toBe(from === 1 && to >= size)
        expect(verdict.completeness.unsigned).toBe(Math.max(0, to - Math.max(size, from - 1)))
      }),
    )
  })

  test('holds for any selection, and says that others may be missing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: log.size }), { minLength: 1 }), (places) => {
        const { head, lines } = log.selection(
          [...places].sort((a, b) => a - b),
          [9],
        )
        const verdict = verifyLog(passedOn(head), lines, { olderCheckpoints: [log.checkpoint(9)], keys: [] })
        expect(verdict.findings).toEqual([])
        expect(verdict).toMatchObject({ older: [{ outcome: 'continues' }], completeness: { isWhole: false } })
        expect(verdict.cannotShow.join()).toContain('the absence of others is not')
      }),
    )
  })

  test('without an older checkpoint and a key of one’s own shows less', () => {
    const { cannotShow, keyFrom } = verifyLog(log.range(), log.lines(), none)
    expect(keyFrom).toBe('pack')
    expect(cannotShow.join('\n')).toMatch(/the key came with the pack[\s\S]*not rewritten as a whole/)
  })

  test('an older checkpoint that the pack has no way from is not called wrong', () => {
    const verdict = verifyLog(log.range(20, 40), log.lines(20, 40), {
      olderCheckpoints: [log.checkpoint(7)],
      keys: [],
    })
    expect(verdict).toMatchObject({ integrity: 'holds', older: [{ size: 7, outcome: 'unconnected' }] })
    expect(verdict.completeness.before).toEqual({ entries: 19, why: 'not here' })
  })

  test('holds old and new entries together', () => {
    const mixed = new MadeLog()
    for (const format of [1, 1, 2, 2] as const) mixed.append({ format })
    expect(verifyLog(mixed.range(), mixed.lines(), none).integrity).toBe('holds')
  })

  test('of no entries', () => {
    const empty = new MadeLog()
    expect(verifyLog(passedOn(empty.range()), [], none)).toMatchObject({ integrity: 'holds' })
  })
})

/** What somebody who may change every row, but has not the key, can do to it. */
const DEEDS: [string, (entries: PackEntry[], at: number, other: number) => PackEntry[]][] = [
  [
    'edits a payload',
    (entries, at) => entries.with(at, { ...entry(entries, at), payload: { after: 'other' } }),
  ],
  [
    'edits an entry',
    (entries, at) =>
      entries.with(at, {
        ...entry(entries, at),
        leaf: { ...entry(entries, at).leaf, actor: { kind: 'user', id: 'mallory' } },
      }),
  ],
  ['deletes', (entries, at) => entries.toSpliced(at, 1)],
  ['inserts', (entries, at, other) => entries.toSpliced(at, 0, entry(entries, other))],
  [
    'reorders',
    (entries, at, other) => entries.with(at, entry(entries, other)).with(other, entry(entries, at)),
  ],
  ['cuts the tail', (entries, at) => entries.slice(0, at)],
  [
    'swaps in an entry of another organization',
    (entries, at) => entries.with(at, entry(new MadeLog(OTHER_ORG).appendMany(at + 1).entries, at)),
  ],
  [
    'rewrites everything after with new hashes',
    (entries, at) => {
      const made = new MadeLog()
      for (const [place, each] of entries.entries())
        made.append(place === at ? { action: 'nothing.happened' } : { action: each.leaf.action })
      return made.entries
    },
  ],
]

function entry(entries: readonly PackEntry[], at: number): PackEntry {
  const found = entries[at]
  if (found === undefined) throw new RangeError(`There is no entry ${at}`)
  return found
}

describe('with one older checkpoint, what anybody did to the log is found', () => {
  test.each(DEEDS)('who %s', (_, deed) => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), fc.nat(), (size, a, b, c) => {
        const [at, other] = [a % size, b % size]
        fc.pre(at !== other)
        const honest = new MadeLog().appendMany(size)
        const older = honest.checkpoint(1 + (c % size))
        const entries = deed(honest.entries.slice(), at, other)
        const { manifest, ...head } = honest.range()
        // They fit the manifest to what they did: it is not signed.
        const fitted = { ...head, manifest: { ...manifest, to: entries.length, entries: entries.length } }
        const verdict = verifyLog(passedOn(fitted), entries.map(entryLine), {
          olderCheckpoints: [older],
          keys: [],
        })
        // Of no entries nothing can be wrong; what is missing is said.
        if (entries.length > 0) expect(verdict.integrity).toBe('broken')
        else expect(verdict.completeness).toMatchObject({ isWhole: false, after: size })
      }),
      { numRuns: 50 },
    )
  })

  test('also with the key of the log: a log rewritten and signed again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (size, a, b) => {
        const honest = new MadeLog().appendMany(size)
        const older = 1 + (a % size)
        const forged = new MadeLog(ORG, honest.signer)
        const touched = b % older
        for (let at = 0; at < size; at++) forged.append(at === touched ? { action: 'nothing.happened' } : {})
        const verdict = verifyLog(passedOn(forged.range(1, size, size, [older])), forged.lines(), {
          olderCheckpoints: [honest.checkpoint(older)],
          keys: [],
        })
        expect(codes(verdict)).toContain('rewritten')
        expect(verdict.older).toEqual([{ size: older, outcome: 'broken' }])
      }),
      { numRuns: 50 },
    )
  })

  test('the tail cut, and the log signed again at its new end', () => {
    const cut = new MadeLog(ORG, log.signer).appendMany(30)
    const verdict = verifyLog(cut.range(), cut.lines(), { olderCheckpoints: [log.checkpoint(35)], keys: [] })
    expect(codes(verdict)).toContain('cut')
  })

  test('two organizations swapped as a whole', () => {
    const other = new MadeLog(OTHER_ORG).appendMany(40)
    expect(
      codes(verifyLog(other.range(), other.lines(), { olderCheckpoints: [log.checkpoint(5)], keys: [] })),
    ).toContain('older-signature')
    const renamed = { ...log.range(), manifest: { ...log.range().manifest, org: OTHER_ORG } }
    expect(codes(verifyLog(renamed, log.lines(), none))).toContain('checkpoint-of-other-log')
    const sameKey = new MadeLog(OTHER_ORG, log.signer).appendMany(40)
    expect(
      codes(verifyLog(sameKey.range(), sameKey.lines(), { olderCheckpoints: [log.checkpoint(5)], keys: [] })),
    ).toContain('older-of-other-log')
  })

  test('signed with another key', () => {
    const forged = {
      ...log.range(),
      checkpoint: log.checkpoint(40, signerOf(log.signer.name, newSigningKey())),
    }
    expect(codes(verifyLog(forged, log.lines(), none))).toContain('checkpoint-signature')
  })

  test('a selection with an entry that never was', () => {
    const { head, lines } = log.selection([3, 9])
    const changed = lines.map((line) => line.replace('"seq":9', '"seq":10'))
    expect(codes(verifyLog(head, changed, none))).toContain('not-included')
    expect(codes(verifyLog(head, lines.toReversed(), none))).toContain('sequence')
  })

  test('a proof of a pack that leads elsewhere', () => {
    const { proof, ...head } = log.range(10, 20)
    const wrong = {
      ...head,
      proof: proof && { ...proof, before: log.range(11, 20).proof?.before ?? proof.before },
    }
    expect(codes(verifyLog(wrong, log.lines(10, 20), none))).toContain('root')
    const offered = log.range(1, 40, 40, [8])
    const broken = {
      ...offered,
      older: offered.older.map((each) => ({ ...each, proof: each.proof.slice(1) })),
    }
    expect(codes(verifyLog(broken, log.lines(), none))).toContain('rewritten')
  })

  test('a line that has a key twice, or spaces, or more than an entry', () => {
    const [line = ''] = log.lines(1, 1)
    const head = log.range(1, 1)
    for (const wrong of [
      line.replace('{"leaf"', '{ "leaf"'),
      line.replace('"payload":', '"payload":null,"payload":'),
      line.replace(/}$/, ',"more":1}'),
      line.replace('"after":', '"\\u0061fter":'),
      'null',
      '',
    ])
      expect(codes(verifyLog(head, [wrong], none))).toContain('unreadable')
  })

  test('more wrong lines than anybody reads are counted', () => {
    const verdict = verifyLog(log.range(), Array(500).fill('x'), none)
    expect(verdict.findings).toHaveLength(100)
    expect(verdict.findingsCount).toBeGreaterThan(500)
    expect(verdictText(verdict)).toContain('BROKEN')
  })
})
