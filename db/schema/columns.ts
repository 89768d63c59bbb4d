import { customType, uuid } from 'drizzle-orm/pg-core'

/** Leads every key of every table: no query can forget whose rows these are. */
export const orgId = () => uuid('org_id').notNull()

/** Raw bytes; span ids (8) and hashes (32). */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
