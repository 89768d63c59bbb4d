import { getSource } from '@/db/queries/get-source'
import { connectSource } from '@/db/store/connect-source'
import type { Json } from '@/lib/audit/canonical-json'
import { toolGuideOf } from '@/lib/connect/tool-guides'
import { readMapping } from '@/lib/ingest/generic/mapping'
import { previewMapping } from '@/lib/ingest/generic/preview'
import type { MappingPreview } from '@/lib/model/event-mapping'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'

/** Says what would come of a sample by a mapping, to whoever may read the source, and keeps nothing. */
export async function previewEventMapping(
  scope: Scope,
  sourceId: string,
  mapping: unknown,
  sample: unknown,
): Promise<MappingPreview> {
  await requireMapped(scope, sourceId)
  return previewMapping(mapping, sample, String(BigInt(Date.now()) * 1_000_000n))
}

/** Keeps a mapping for what arrives from now on; refuses what is none. */
export async function setEventMapping(scope: Scope, sourceId: string, sent: unknown): Promise<void> {
  // Who may is asked first, so that a program learns nothing of a source that is not its own.
  const { teamId } = await getSource(scope, sourceId)
  if (!mayIn(scope, 'source.write', teamId))
    throw new Refusal('forbidden', 'You may not do this: it needs the permission source.write in this team.')
  await requireMapped(scope, sourceId)
  const { mapping, problems } = readMapping(sent)
  const [first] = problems
  if (mapping === null)
    throw new Refusal(
      'invalid',
      `${first?.place ?? 'mapping'}: ${first?.message ?? 'It is no mapping.'}`,
      null,
      'mapping',
    )
  // What zod read is what JSON can hold.
  await connectSource(scope, sourceId, { mapping: mapping as Json })
}

async function requireMapped(scope: Scope, sourceId: string): Promise<void> {
  const { kind } = await getSource(scope, sourceId)
  if (toolGuideOf(kind)?.isMapped !== true)
    throw new Refusal('invalid', 'This tool needs no mapping.', null, 'mapping')
}
