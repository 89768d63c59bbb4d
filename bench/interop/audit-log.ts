import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { base64 } from '@/lib/audit/byte-text'
import { leafText } from '@/lib/audit/leaf'
import { consistencyPlan, inclusionPlan, proofBy } from '@/lib/audit/merkle-proof'
import { verifierKeyText } from '@/lib/audit/signed-note'
import { MadeLog } from '@/lib/audit/testing/made-log'

/** Around the powers of two, and where a tile of 256 ends. */
const SIZES = [1, 2, 3, 7, 8, 9, 63, 255, 256, 257, 511, 600]

/** Has a program of Go verify our checkpoints, proofs of inclusion and of consistency, and refuse them when they are changed. */
export async function checkAuditLog(program: string): Promise<void> {
  const log = new MadeLog().appendMany(SIZES.at(-1) ?? 0)
  const given = {
    key: verifierKeyText(log.signer),
    checkpoints: SIZES.map((size) => ({ note: log.checkpoint(size) })),
    inclusion: SIZES.flatMap((size, checkpoint) =>
      placesIn(size).map((index) => ({
        leaf: leafTextAt(log, index),
        index,
        checkpoint,
        proof: proofBy(inclusionPlan(index, size), log.hashAt).map(base64),
      })),
    ),
    consistency: SIZES.flatMap((to, at) =>
      SIZES.slice(0, at + 1).map((from, before) => ({
        from: before,
        to: at,
        proof: proofBy(consistencyPlan(from, to), log.hashAt).map(base64),
      })),
    ),
  }
  const answer = verifiedBy(program, given)
  assert.equal(answer.status, 0, answer.stderr)
  assert.deepEqual(JSON.parse(answer.stdout), {
    checkpoints: given.checkpoints.length,
    inclusion: given.inclusion.length,
    consistency: given.consistency.length,
  })
  assertRefused(program, {
    ...given,
    inclusion: given.inclusion.map((each, at) => (at === 40 ? { ...each, leaf: `${each.leaf} ` } : each)),
  })
  assertRefused(program, {
    ...given,
    consistency: given.consistency.map((each, at) =>
      at === 40 ? { ...each, proof: each.proof.slice(1) } : each,
    ),
  })
  assertRefused(program, {
    ...given,
    checkpoints: given.checkpoints.map(({ note }, at) => ({
      note: at === 4 ? note.replace('\n8\n', '\n9\n') : note,
    })),
  })
}

const placesIn = (size: number): number[] => [
  ...new Set([0, 1, size >> 1, size - 2, size - 1].filter((place) => place >= 0 && place < size)),
]

function leafTextAt(log: MadeLog, index: number): string {
  const entry = log.entries[index]
  assert.ok(entry !== undefined)
  return leafText(entry.leaf)
}

function assertRefused(program: string, given: unknown): void {
  const { status, stderr } = verifiedBy(program, given)
  assert.equal(status, 1, 'Go takes what was changed')
  assert.notEqual(stderr, '')
}

const verifiedBy = (program: string, given: unknown) =>
  spawnSync(program, [], { input: JSON.stringify(given), encoding: 'utf8' })
