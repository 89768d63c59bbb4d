import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { TILE_WIDTH, tileRoot } from '@/lib/audit/merkle-proof'
import {
  appendLeaf,
  EMPTY_FRONTIER,
  type Frontier,
  frontierOf,
  HASH_BYTES,
  hashesIn,
} from '@/lib/audit/merkle-tree'

/** The tree of a log whose head is locked. One that is older than its tree gets it here, from its entries. */
export async function treeOf(
  tx: Db,
  orgId: string,
  size: number,
  frontier: Buffer | null,
): Promise<Frontier> {
  if (frontier !== null) return frontierOf(size, frontier)
  let tree = EMPTY_FRONTIER
  while (tree.size < size) {
    const found = await tx.execute<{ hashes: Buffer | null }>(sql`
      select string_agg(hash, ''::bytea order by seq) as hashes from audit_entries
      where org_id = ${orgId} and seq > ${tree.size} and seq <= ${tree.size + TILE_WIDTH}`)
    const hashes = hashesIn(found.rows[0]?.hashes ?? Buffer.alloc(0))
    if (hashes.length !== Math.min(TILE_WIDTH, size - tree.size))
      throw new Error(`The audit log lacks entries after ${tree.size}`)
    for (const hash of hashes) tree = appendLeaf(tree, hash)
    await keepFullTiles(tx, orgId, tree.size)
  }
  return tree
}

/** Keeps the hashes of the leaves that fill a tile with the entry at `size`, and of the subtrees above that are complete by it. */
export async function keepFullTiles(tx: Db, orgId: string, size: number): Promise<void> {
  if (size === 0 || size % TILE_WIDTH !== 0) return
  const leaves = await tx.execute<{ hashes: Buffer }>(sql`
    insert into audit_tiles (org_id, level, tile, hashes)
    select org_id, 0, ${size / TILE_WIDTH - 1}::bigint, string_agg(hash, ''::bytea order by seq) from audit_entries
    where org_id = ${orgId} and seq > ${size - TILE_WIDTH} and seq <= ${size} group by org_id
    returning hashes`)
  let full = leaves.rows[0]?.hashes
  let index = size / TILE_WIDTH - 1
  for (let level = 1; full !== undefined; level++) {
    const root = Buffer.from(tileRoot(hashesIn(full)))
    const grown = await tx.execute<{ hashes: Buffer }>(sql`
      insert into audit_tiles as t (org_id, level, tile, hashes)
      values (${orgId}, ${level}, ${Math.floor(index / TILE_WIDTH)}, ${root})
      on conflict (org_id, level, tile) do update set hashes = t.hashes || excluded.hashes returning hashes`)
    const hashes = grown.rows[0]?.hashes
    full = hashes?.length === TILE_WIDTH * HASH_BYTES ? hashes : undefined
    index = Math.floor(index / TILE_WIDTH)
  }
}
