'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { createSource } from '@/db/store/create-source'
import { revokeIngestToken } from '@/db/store/revoke-ingest-token'
import { rotateIngestToken } from '@/db/store/rotate-ingest-token'
import { updateSource } from '@/db/store/update-source'
import { personAction } from '@/lib/auth/person-action'
import { hideToken, revealToken } from '@/lib/auth/revealed-token'
import { setPolling, setWebhookProof } from '@/lib/auth/set-connection'
import { testConnection } from '@/lib/auth/test-connection'
import { toolGuideOf } from '@/lib/connect/tool-guides'
import { pollForm, webhookForm } from '@/lib/input/connection-form'
import { expiryIn } from '@/lib/input/expiry'
import {
  newSourceForm,
  newTokenForm,
  rotationForm,
  sourceChangeForm,
  tokenForm,
} from '@/lib/input/source-form'
import { mayIn } from '@/lib/model/scope'

const FIRST_PROOF = { secret: null, overlapHours: 0 }

/**
 * Makes a source, the secret by which its tool signs, and its first token where the person may make tokens; the connect page
 * shows them.
 */
export const createSourceAction = personAction(newSourceForm, async (scope, input) => {
  const { sourceId } = await createSource(scope, input)
  const [proof] = toolGuideOf(input.kind)?.proofs ?? []
  if (proof?.by === 'secret') {
    const { secret } = await setWebhookProof(scope, sourceId, { ...FIRST_PROOF, proof: proof.id })
    if (secret !== null) await revealToken(sourceId, secret, 'secret')
  }
  if (mayIn(scope, 'token.write', input.teamId)) {
    const { token } = await createIngestToken(scope, sourceId, { name: 'First token' })
    await revealToken(sourceId, token)
  }
  return { sourceId }
})

export const updateSourceAction = personAction(sourceChangeForm, async (scope, { sourceId, ...change }) => {
  await updateSource(scope, sourceId, change)
  revalidatePath(`/sources/${sourceId}`)
})

/** Makes a token and hands it back, for a dialog to show. */
export const createTokenAction = personAction(newTokenForm, async (scope, { sourceId, name, days }) => {
  const made = await createIngestToken(scope, sourceId, { name, expiresAt: expiryIn(days) })
  revalidatePath(`/sources/${sourceId}`)
  return { token: made.token }
})

/** Makes a token for the connect page, which shows it within its examples. */
export const createShownTokenAction = personAction(
  z.object({ sourceId: z.guid() }),
  async (scope, { sourceId }) => {
    const { token } = await createIngestToken(scope, sourceId, { name: 'Made while connecting' })
    await revealToken(sourceId, token)
    revalidatePath(`/sources/${sourceId}/connect`)
  },
)

export const hideTokenAction = personAction(z.object({ sourceId: z.guid() }), async (_, { sourceId }) => {
  await hideToken(sourceId)
  revalidatePath(`/sources/${sourceId}/connect`)
})

export const hideSecretAction = personAction(z.object({ sourceId: z.guid() }), async (_, { sourceId }) => {
  await hideToken(sourceId, 'secret')
  revalidatePath(`/sources/${sourceId}/connect`)
})

/** Says how the tool's webhooks are proven; a secret that is made here is shown on the connect page, once. */
export const setWebhookAction = personAction(webhookForm, async (scope, { sourceId, ...proof }) => {
  const { secret } = await setWebhookProof(scope, sourceId, proof)
  await (secret === null ? hideToken(sourceId, 'secret') : revealToken(sourceId, secret, 'secret'))
  revalidatePath(`/sources/${sourceId}`, 'layout')
})

/** Says where the tool's API is, with what it is asked, and whether it is. */
export const setPollingAction = personAction(pollForm, async (scope, { sourceId, ...polling }) => {
  await setPolling(scope, sourceId, polling)
  revalidatePath(`/sources/${sourceId}`, 'layout')
})

/** Asks the tool's API once, and says what is found; nothing is kept. */
export const testPollingAction = personAction(z.object({ sourceId: z.guid() }), (scope, { sourceId }) =>
  testConnection(scope, sourceId),
)

export const revokeTokenAction = personAction(tokenForm, async (scope, { sourceId, tokenId }) => {
  await revokeIngestToken(scope, sourceId, tokenId)
  revalidatePath(`/sources/${sourceId}`)
})

/** Makes a token in place of another one and hands it back, for a dialog to show. */
export const rotateTokenAction = personAction(rotationForm, async (scope, { hours, ...of }) => {
  const { token } = await rotateIngestToken(scope, { ...of, overlapHours: hours })
  revalidatePath(`/sources/${of.sourceId}`)
  return { token }
})
