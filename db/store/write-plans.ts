import type { Client } from 'pg'

/** Plans are made again after this long at the latest. */
const KEEP_MS = 10_000

const batches = new WeakMap<Client, { count: number; plannedAt: number }>()

/**
 * Forgets the plans of a connection's prepared statements now and then: after its first batch, its second, fourth, eighth and so
 * on, and every ten seconds. A plan is as good as what was known of its tables: one from when they were empty walks all
 * of them, and one for each batch takes longer than to execute it. Called before each batch.
 */
export async function refreshPlans(client: Client): Promise<void> {
  const [before, now] = [batches.get(client) ?? { count: 0, plannedAt: 0 }, performance.now()]
  const count = before.count + 1
  const isDue = (count & (count - 1)) === 0 || now - before.plannedAt > KEEP_MS
  batches.set(client, { count, plannedAt: isDue ? now : before.plannedAt })
  if (isDue) await client.query('discard plans')
}

/** Prepared by name on connections whose plans are made anew now and then, else planned each time. */
export const preparedAs = (client: Client, name: string): { name?: string } =>
  batches.has(client) ? { name } : {}
