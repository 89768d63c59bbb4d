import { randomUUID } from 'node:crypto'
import { insertIngestToken } from '@/db/store/create-ingest-token'
import { insertSource } from '@/db/store/create-source'
import { toolOf } from '@/lib/ingest/events/registry'
import type { BenchProduct } from '../../product/bench-product'

/** A source of a tool, and its guide as the person who connects it reads it. */
export type ConnectedSource = {
  sourceId: string
  /** The code of a step of the guide, with the source's addresses and token in it. */
  code: (way: string, label: string) => string
}

/** Adds a source of a kind, as the wizard does. */
export async function connectedSource(product: BenchProduct, kind: string): Promise<ConnectedSource> {
  const { store, orgId, httpPort } = product
  const { rows } = await store.pool.query<{ id: string }>('select id from teams where org_id = $1', [orgId])
  const teamId = rows[0]?.id ?? ''
  const name = `${kind} ${randomUUID().slice(0, 8)}`
  const { sourceId } = await insertSource(store.db, orgId, { teamId, name, kind, environment: 'production' })
  const { token } = await insertIngestToken(
    store.db,
    { orgId, userId: null, sourceId, teamId },
    { name: 'interop' },
  )
  const endpoint = `http://127.0.0.1:${httpPort}`
  const hook = `${endpoint}/api/hooks/${sourceId}`
  const places = new Map([
    ['{{hook}}', hook],
    ['{{endpoint}}', endpoint],
    ['{{token}}', token],
  ])
  const filled = (code: string) => code.replace(/\{\{\w+\}\}/g, (place) => places.get(place) ?? place)
  return { sourceId, code: (way, label) => filled(guideCode(kind, way, label)) }
}

function guideCode(kind: string, way: string, label: string): string {
  const steps = toolOf(kind)?.guide.ways.find(({ id }) => id === way)?.steps ?? []
  const found = steps.find(({ code }) => code?.label === label)?.code?.code
  if (found === undefined) throw new Error(`the guide of ${kind} has no code "${label}" in the way "${way}"`)
  return found
}
