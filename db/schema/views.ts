import { boolean, index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** A question about a list that was worth a name: its owner's alone, or a team's. */
export const savedViews = pgTable(
  'saved_views',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    /** Path of the list, `/executions`. */
    page: text('page').notNull(),
    name: text('name').notNull(),
    /** Search part of the address, without the question mark. */
    query: text('query').notNull(),
    ownerId: uuid('owner_id').notNull(),
    /** Null for a personal view. */
    teamId: uuid('team_id'),
    /** What the page opens with for those who see it, when the address says nothing. */
    isDefault: boolean('is_default').notNull().default(false),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index('saved_views_by_page').on(t.orgId, t.page)],
)

/** What a person has starred. */
export const favourites = pgTable(
  'favourites',
  {
    orgId: orgId(),
    userId: uuid('user_id').notNull(),
    kind: text('kind', { enum: ['flow'] }).notNull(),
    targetId: uuid('target_id').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.kind, t.targetId] })],
)
