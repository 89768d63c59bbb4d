import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64, fromBase64, fromHex, hex } from './byte-text'
import { openCheckpoint, peekCheckpoint, readCheckpointText, signCheckpoint } from './checkpoint'
import { frontierOver, inclusionPlan, proofBy } from './merkle-proof'
import { frontierRoot, leafHash, nodeHash } from './merkle-tree'
import { openNote, readVerifierKey, type Signer, signNote, verifierKeyText } from './signed-note'
import { newSigningKey, signerOf } from './signing-key'
import { readTlogProof, tlogProofText, verifyTlogProof } from './tlog-proof'

const FIXTURES = path.resolve(import.meta.dirname, '../../../shared/fixtures/tlog/derived')
const signer = signerOf('runledger/audit/acme', newSigningKey())
const other = signerOf('witness.example', newSigningKey())
const TEXT = 'one\n\ntwo\n'

describe('bytes as text', () => {
  test('come back, and one text stands for them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 99 }), (bytes) => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(fromBase64(base64(bytes))).toEqual(bytes)
        expect(fromHex(hex(bytes))).toEqual(bytes)
      }),
    )
  })

  test.each(['YQ', 'YQ=', 'YR==', 'YQ==\n', 'Y Q==', 'Y_==', '=', 'YQ==YQ=='])('not %j', (text) => {
    expect(fromBase64(text)).toBeNull()
  })

  test.each(['a', 'AA', 'zz'])('not %j', (text) => {
    expect(fromHex(text)).toBeNull()
  })
})

describe('a signed note', () => {
  test('is opened by its keys, each of several', () => {
    const note = signNote(TEXT, [signer, other])
    for (const keys of [[signer], [other], [signer, other]])
      expect(openNote(note, keys)).toEqual({ ok: true, text: TEXT, by: keys })
    expect(openNote(note, [])).toEqual({ ok: false, reason: 'unknown-key' })
    expect(openNote(note, [{ ...signer, name: 'another' }])).toEqual({ ok: false, reason: 'unknown-key' })
  })

  test('is refused when one known key is said to have signed and did not', () => {
    const forged: Signer = { ...other, sign: () => new Uint8Array(64) }
    const note = signNote(TEXT, [signer, forged])
    expect(openNote(note, [signer])).toMatchObject({ ok: true })
    expect(openNote(note, [signer, other])).toEqual({ ok: false, reason: 'bad-signature' })
  })

  test('takes sixteen signatures', () => {
    const many = Array.from({ length: 15 }, (_, at) => signerOf(`witness-${at}`, newSigningKey()))
    expect(openNote(signNote(TEXT, [...many, signer]), [signer])).toMatchObject({ ok: true })
  })

  test('does not survive the change of any character', () => {
    const note = signNote(TEXT, [signer])
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.constantFrom('x', ' ', '\n', '1'), (at, character) => {
        fc.pre(note[at] !== character)
        const opened = openNote(`${note.slice(0, at)}${character}${note.slice(at + 1)}`, [signer])
        expect(opened.ok && opened.text === TEXT && opened.by.length === 1 ? 'opened' : 'refused').toBe(
          'refused',
        )
      }),
    )
  })

  test.each<[string, (note: string) => string]>([
    ['no newline at the end', (note) => note.slice(0, -1)],
    ['a control character', (note) => note.replace('one', 'o\tne')],
    ['Windows lines', (note) => note.replaceAll('\n', '\r\n')],
    ['a line that is no signature', (note) => `${note}hello\n`],
    ['an empty line after it', (note) => `${note}\n`],
    ['no signature', () => `${TEXT}\n`],
    ['nothing', () => ''],
    ['a hyphen for the dash', (note) => note.replace('— ', '- ')],
  ])('with %s is none', (_, change) => {
    expect(openNote(change(signNote(TEXT, [signer])), [signer])).toEqual({ ok: false, reason: 'malformed' })
  })

  test.each(['no newline', 'tab\t\n', 'a\u0000\n'])('cannot be of %j', (text) => {
    expect(() => signNote(text, [signer])).toThrow(RangeError)
  })

  test.each(['', 'two words', 'a+b', 'new\nline'])('cannot be signed by %j', (name) => {
    expect(() => signNote(TEXT, [{ ...signer, name }])).toThrow(RangeError)
  })

  test('a key as text comes back, and not with another id', () => {
    const text = verifierKeyText(signer)
    expect(readVerifierKey(`${text}\n`)).toEqual({ name: signer.name, publicKey: signer.publicKey })
    expect(readVerifierKey(text.replace(signer.name, 'runledger/audit/other'))).toBeNull()
    for (const wrong of ['', 'a+b', `${text}=`, text.replace(/.$/, '')])
      expect(readVerifierKey(wrong)).toBeNull()
  })

  test('the log is not signed with another kind of key', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(() => signerOf('x', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toThrow(
      TypeError,
    )
    expect(() => createPublicKey(newSigningKey())).not.toThrow()
  })
})

describe('a checkpoint', () => {
  const checkpoint = { origin: signer.name, size: 8, root: leafHash('root') }
  const [root] = [base64(checkpoint.root)]

  test('is signed and opened', () => {
    const note = signCheckpoint(checkpoint, [signer])
    expect(openCheckpoint(note, [signer])).toEqual({ ok: true, checkpoint, by: [signer] })
    expect(peekCheckpoint(note)).toEqual(checkpoint)
    expect(openCheckpoint(note, [other])).toEqual({ ok: false, reason: 'unknown-key' })
    expect(openCheckpoint(signNote('something\nelse\n', [signer]), [signer])).toMatchObject({
      reason: 'malformed',
    })
  })

  test.each([
    `o\n08\n${root}\n`,
    `o\n-1\n${root}\n`,
    `o\n1e3\n${root}\n`,
    `o\n9007199254740993\n${root}\n`,
    `o\n8\n${root}\nextension\n`,
    `o\n8\n${root}`,
    `\n8\n${root}\n`,
    'o\n8\nYQ==\n',
    'o\n8\n',
  ])('is not %j', (text) => {
    expect(readCheckpointText(text)).toBeNull()
  })
})

describe('a proof of one entry', () => {
  const leaves = ['a', 'b', 'c'].map((text) => leafHash(text))
  const frontier = frontierOver(leaves)
  const note = signCheckpoint({ origin: signer.name, size: 3, root: frontierRoot(frontier) }, [signer])
  const hashAt = ({ level, index }: { level: number; index: number }): Uint8Array =>
    level === 0
      ? (leaves[index] ?? new Uint8Array())
      : nodeHash(hashAt({ level: 0, index: index * 2 }), hashAt({ level: 0, index: index * 2 + 1 }))
  const text = tlogProofText({ index: 1, hashes: proofBy(inclusionPlan(1, 3), hashAt), checkpoint: note })

  test('proves it, and no other', () => {
    expect(verifyTlogProof(text, leafHash('b'), [signer])).toMatchObject({
      ok: true,
      checkpoint: { size: 3 },
    })
    expect(verifyTlogProof(text, leafHash('c'), [signer])).toEqual({ ok: false, reason: 'not-included' })
    expect(verifyTlogProof(text, leafHash('b'), [other])).toEqual({ ok: false, reason: 'unknown-key' })
    expect(verifyTlogProof(text.replace('index 1', 'index 2'), leafHash('b'), [signer])).toMatchObject({
      ok: false,
    })
  })

  test.each<[string, (text: string) => string]>([
    ['another version', (was) => was.replace('@v1', '@v2')],
    ['no index', (was) => was.replace('index 1\n', '')],
    ['a leading zero', (was) => was.replace('index 1', 'index 01')],
    ['a short hash', (was) => was.replace('index 1\n', 'index 1\nYQ==\n')],
    [
      'too many hashes',
      (was) => was.replace('index 1\n', `index 1\n${`${base64(new Uint8Array(32))}\n`.repeat(64)}`),
    ],
    ['nothing', () => ''],
  ])('with %s is none', (_, change) => {
    expect(readTlogProof(change(text))).toBeNull()
  })

  test('extra data is passed over', () => {
    expect(readTlogProof(text.replace('index 1', 'extra YQ==\nindex 1'))).toEqual(readTlogProof(text))
  })
})

type NoteVector = {
  name: string
  vkey: string
  note: string
  valid: boolean
  checkpoint?: { origin: string; size: number; rootHash: string }
}

describe.runIf(fs.existsSync(FIXTURES))('vectors (skipped without ../shared/fixtures/tlog)', () => {
  const read = (name: string): string =>
    fs.existsSync(FIXTURES) ? fs.readFileSync(path.join(FIXTURES, name), 'utf8') : '[]'
  const vectors: NoteVector[] = JSON.parse(read('signed-notes.json'))

  test.each(vectors)('$name: $valid', ({ vkey, note, valid, checkpoint }) => {
    const key = readVerifierKey(vkey)
    expect(openNote(note, key === null ? [] : [key]).ok).toBe(valid)
    if (checkpoint !== undefined)
      expect(peekCheckpoint(note)).toEqual({
        origin: checkpoint.origin,
        size: checkpoint.size,
        root: fromBase64(checkpoint.rootHash),
      })
  })

  test('the proof of leaf 5 of the reference tree', () => {
    const text = read('example.tlog-proof.txt')
    const keys = vectors.map(({ vkey }) => readVerifierKey(vkey)).filter((key) => key !== null)
    const leaf = leafHash(Buffer.from('40414243', 'hex'))
    expect(verifyTlogProof(text, leaf, keys)).toMatchObject({ ok: true, checkpoint: { size: 8 } })
    const proof = readTlogProof(text)
    expect(proof === null ? null : tlogProofText(proof)).toBe(text)
  })
})
