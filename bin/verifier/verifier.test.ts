import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packFiles } from '@/lib/audit/evidence-pack'
import { verifierKeyText } from '@/lib/audit/signed-note'
import { MadeLog } from '@/lib/audit/testing/made-log'
import { zipPieces } from '@/lib/export/zip-stream'

// Plain JavaScript, as the build that calls it.
const { bundleVerifier } = await import(path.resolve('bin/verifier/bundle.mjs'))

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-verifier-'))
const log = new MadeLog().appendMany(30)

beforeAll(async () => {
  await bundleVerifier(process.cwd(), folder)
  for (const { name, text } of packFiles(log.range())) write(name, text)
  write('entries.jsonl', `${log.lines().join('\n')}\n`)
  write('older.txt', log.checkpoint(12))
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text)

/** Where nothing of ours is: the file alone must do. */
const run = (...args: string[]) =>
  spawnSync(process.execPath, ['verify.mjs', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { NODE_ENV: 'test' },
  })

test('one file verifies a pack, with what was brought along', () => {
  const { status, stdout } = run('.', '--checkpoint', 'older.txt', '--key', verifierKeyText(log.signer))
  expect(stdout).toContain('Integrity    holds')
  expect(stdout).toContain('older checkpoint of 12: continues')
  expect(status).toBe(0)
  expect(JSON.parse(run('.', '--json').stdout)).toMatchObject({ integrity: 'holds', keyFrom: 'pack' })
})

test('it says by its exit code that a log is broken, and where', () => {
  const lines = log.lines()
  write('entries.jsonl', `${lines.with(6, (lines[6] ?? '').replace('Person', 'Nobody')).join('\n')}\n`)
  const { status, stdout } = run('.')
  expect(stdout).toContain('entry 7: The payload is not the one that was written')
  expect(status).toBe(1)
  write('entries.jsonl', `${lines.join('\n')}\n`)
})

test.each([
  ['a folder that is no pack', [os.tmpdir()]],
  ['a key that is none', ['.', '--key', 'key']],
  ['a checkpoint that is not there', ['.', '--checkpoint', 'nowhere.txt']],
  ['nothing', []],
])('it says that it cannot read %s', (_, args) => {
  const { status, stderr } = run(...args)
  expect(stderr).not.toBe('')
  expect(status).toBe(2)
})

test('the page holds all that it needs', () => {
  const page = fs.readFileSync(path.join(folder, 'verify.html'), 'utf8')
  expect(page).not.toMatch(/https?:\/\/|node:|<script src|<link[^>]+stylesheet/)
  expect(page.match(/<\/script/g)).toHaveLength(1)
})

/** The zip of the pack as the console makes it. */
async function zipOf(name: string, lines: string[]): Promise<Buffer> {
  const entries = async function* () {
    for (const line of lines) yield `${line}\n`
  }
  const files = [...packFiles(log.range()), { name: 'entries.jsonl', text: entries }]
  const pieces: Uint8Array[] = []
  for await (const piece of zipPieces('evidence', files, new Date())) pieces.push(piece)
  const zip = Buffer.concat(pieces)
  fs.writeFileSync(path.join(folder, name), zip)
  return zip
}

test('a zip is verified as it is, and a broken one is said to be that', async () => {
  const zip = await zipOf('pack.zip', log.lines())
  const { status, stdout } = run('pack.zip', '--checkpoint', 'older.txt')
  expect(stdout).toContain('older checkpoint of 12: continues')
  expect(stdout).toContain('all from 1 to 30')
  expect(status).toBe(0)
  await zipOf('missing.zip', log.lines().toSpliced(4, 1))
  expect(run('missing.zip').status).toBe(1)
  for (const [name, bytes] of [
    ['cut.zip', zip.subarray(0, zip.length - 30)],
    ['damaged.zip', Buffer.from(zip).fill(255, zip.length - 3000, zip.length - 1200)],
    ['text.zip', Buffer.from('no zip at all')],
    ['empty.zip', Buffer.alloc(0)],
  ] as const) {
    fs.writeFileSync(path.join(folder, name), bytes)
    expect([name, run(name).status]).toEqual([name, 2])
  }
})
