import { and, eq, isNull } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditKeys } from '@/db/schema/audit'
import { hex, isSameBytes } from '@/lib/audit/byte-text'
import { keyIdOf, type Signer, verifierKeyText } from '@/lib/audit/signed-note'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'
import { knownKeys, type SignedCheckpoint, signWithin } from './sign-audit-checkpoint'

/** Who signs from now on, and who signed until now; null when that key is lost. */
export type Rotation = { next: Signer; old: Signer | null; kept: string | null; now: Date }

/**
 * Puts another key in the place of the one that signs: an entry tells of it, and the checkpoint over that entry is signed by
 * both, so that who knows the old key can believe the new one. With the old key lost, only the new one signs, and the entry says so.
 */
export const rotateSigningKey = (
  scope: Scope,
  { next, old, kept, now }: Rotation,
  on: Db = database(),
): Promise<SignedCheckpoint> =>
  on.transaction(async (tx) => {
    const { orgId } = scope
    const keys = await knownKeys(orgId, tx)
    const current = keys.find((key) => !key.isRetired)
    if (current === undefined)
      throw new Refusal('conflict', 'Nothing was signed yet: there is no key to replace.')
    if (old !== null && !isSameBytes(old.publicKey, current.publicKey))
      throw new Refusal('conflict', 'The key at hand is not the one that signs this log.')
    const id = hex(keyIdOf(next))
    if (keys.some((key) => key.id === id))
      throw new Refusal('conflict', 'This key has signed this log before.')
    await tx
      .update(auditKeys)
      .set({ retiredAt: now })
      .where(and(eq(auditKeys.orgId, orgId), isNull(auditKeys.retiredAt)))
    const vkey = verifierKeyText(next)
    await tx.insert(auditKeys).values({ orgId, id, vkey, since: now })
    await appendAuditEntry(tx, scope, {
      action: 'signing_key.rotated',
      target: { kind: 'signing_key', id, teamId: null },
      before: { vkey: verifierKeyText(current) },
      after: { vkey, isSignedByOld: old !== null },
    })
    const signers = old === null ? ([next] as const) : ([next, old] as const)
    const signed = await signWithin(tx, orgId, { signers, kept, now })
    if (signed === null) throw new Error('There was nothing to sign after an entry was added')
    return signed
  })
