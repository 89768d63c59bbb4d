import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import {
  consistencyPlan,
  frontierBy,
  frontierPlan,
  hashInTiles,
  inclusionPlan,
  type ProofPlan,
  proofBy,
  type Subtree,
  TILE_WIDTH,
  type Tile,
  tilesNeeded,
} from '@/lib/audit/merkle-proof'
import { type Frontier, hashesIn } from '@/lib/audit/merkle-tree'

/** The hashes that some plans need, from the kept tiles; the leaves after the last full tile from the entries themselves. */
export async function hashesFor(
  tx: Db,
  orgId: string,
  plans: readonly ProofPlan[],
): Promise<(subtree: Subtree) => Uint8Array> {
  const needed = tilesNeeded(...plans)
  const tiles = new Map<string, Uint8Array[]>()
  if (needed.length > 0) {
    const wanted = sql.join(
      needed.map(({ level, index }) => sql`(${level}::smallint, ${index}::bigint)`),
      sql`, `,
    )
    const kept = await tx.execute<{ level: number; tile: string; hashes: Buffer }>(sql`
      select level, tile, hashes from audit_tiles
      where org_id = ${orgId} and (level, tile) in (${wanted})`)
    for (const { level, tile, hashes } of kept.rows) tiles.set(`${level}/${tile}`, hashesIn(hashes))
  }
  for (const tile of needed)
    if (tile.level === 0 && !tiles.has(keyOf(tile)))
      tiles.set(keyOf(tile), await newestLeaves(tx, orgId, tile))
  return hashInTiles((tile) => tiles.get(keyOf(tile)))
}

/** The log as it was when it had so many entries, from its kept hashes. */
export async function treeAt(tx: Db, orgId: string, size: number): Promise<Frontier> {
  const plan = frontierPlan(size)
  return frontierBy(size, await hashesFor(tx, orgId, [plan]))
}

/** The path from entry `seq` to the root of the log of `size` entries. */
export async function inclusionProof(
  tx: Db,
  orgId: string,
  seq: number,
  size: number,
): Promise<Uint8Array[]> {
  const plan = inclusionPlan(seq - 1, size)
  return proofBy(plan, await hashesFor(tx, orgId, [plan]))
}

/** That the log of `size1` entries is the beginning of that of `size2`; of an empty one there is nothing to say. */
export async function consistencyProof(
  tx: Db,
  orgId: string,
  size1: number,
  size2: number,
): Promise<Uint8Array[]> {
  if (size1 === 0) return []
  const plan = consistencyPlan(size1, size2)
  return proofBy(plan, await hashesFor(tx, orgId, [plan]))
}

async function newestLeaves(tx: Db, orgId: string, tile: Tile): Promise<Uint8Array[]> {
  const from = tile.index * TILE_WIDTH
  const found = await tx.execute<{ hashes: Buffer | null }>(sql`
    select string_agg(hash, ''::bytea order by seq) as hashes from audit_entries
    where org_id = ${orgId} and seq > ${from} and seq <= ${from + TILE_WIDTH}`)
  return hashesIn(found.rows[0]?.hashes ?? Buffer.alloc(0))
}

const keyOf = ({ level, index }: Tile): string => `${level}/${index}`
