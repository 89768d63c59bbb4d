import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { auditOrigin, signCheckpoint } from '@/lib/audit/checkpoint'
import { entryLine, PACK_FILES, PACK_FORMAT, packFiles } from '@/lib/audit/evidence-pack'
import { GENESIS_HASH, hashOfLeaf, hashOfPayload, leafOf, type SaltedPayload } from '@/lib/audit/leaf'
import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from '@/lib/audit/merkle-tree'
import { newSigningKey, signerOf } from '@/lib/audit/signing-key'

const ORG = '11111111-1111-4111-8111-111111111111'
const ACTIONS = ['source.updated', 'member.added', 'flow.changed', 'execution.annotated', 'audit.read']

/** Writes the evidence pack of a log of so many entries, and a checkpoint that was kept when it had half of them. */
export async function writePack(
  folder: string,
  entries: number,
): Promise<{ olderFile: string; bytes: number }> {
  const signer = signerOf(auditOrigin(ORG), newSigningKey())
  const file = path.join(folder, PACK_FILES.entries)
  const out = fs.createWriteStream(file, { highWaterMark: 1 << 20 })
  const older = Math.max(1, Math.floor(entries / 2))
  const olderFile = path.join(folder, 'kept-checkpoint.txt')
  const signed = (): string =>
    signCheckpoint({ origin: auditOrigin(ORG), size: frontier.size, root: frontierRoot(frontier) }, [signer])
  let frontier = EMPTY_FRONTIER
  let previousHash = GENESIS_HASH
  for (let seq = 1; seq <= entries; seq++) {
    const payload = payloadOf(seq)
    const leaf = leafOf({
      format: 2,
      orgId: ORG,
      seq,
      at: new Date(Date.UTC(2026, 0, 1) + seq * 31_000),
      actor: { kind: 'user', id: `33333333-3333-4333-8333-${String(seq % 97).padStart(12, '0')}` },
      onBehalfOf: null,
      action: ACTIONS[seq % ACTIONS.length] ?? '',
      outcome: seq % 50 === 0 ? 'denied' : 'done',
      target: {
        kind: 'source',
        id: `44444444-4444-4444-8444-${String(seq % 997).padStart(12, '0')}`,
        teamId: null,
      },
      source: { kind: 'console', id: null },
      payloadHash: hashOfPayload(payload),
      previousHash,
    })
    previousHash = hashOfLeaf(leaf)
    frontier = appendLeaf(frontier, previousHash)
    if (!out.write(`${entryLine({ leaf, payload })}\n`)) await once(out, 'drain')
    if (seq === older) fs.writeFileSync(olderFile, signed())
  }
  out.end()
  await once(out, 'finish')
  const manifest = {
    format: PACK_FORMAT,
    org: ORG,
    made_at: new Date().toISOString(),
    kind: 'range',
    filter: null,
    from: 1,
    to: entries,
    entries,
  } as const
  const proof = { before: EMPTY_FRONTIER, consistency: [] }
  for (const { name, text } of packFiles({
    manifest,
    checkpoint: signed(),
    proof,
    older: [],
    keys: [signer],
  }))
    fs.writeFileSync(path.join(folder, name), text)
  return { olderFile, bytes: fs.statSync(file).size }
}

/** Values as a changed source has: some words, a list, numbers. */
const payloadOf = (seq: number): SaltedPayload => ({
  salt: seq.toString(16).padStart(32, '0'),
  by: {
    name: `Person ${seq % 97}`,
    ip: `192.0.2.${seq % 256}`,
    request_id: `req-${seq}`,
    on_behalf_of: null,
  },
  before: {
    name: `Nightly load ${seq % 997}`,
    schedule: '0 3 * * *',
    retries: seq % 5,
    labels: ['finance', 'eu'],
  },
  after: {
    name: `Nightly load ${seq % 997}`,
    schedule: '0 2 * * *',
    retries: seq % 7,
    labels: ['finance', 'eu', 'größer'],
  },
  reason: seq % 3 === 0 ? 'Ticket 4711: the load has to be through before the doors open' : null,
})
