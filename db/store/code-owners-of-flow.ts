import { type SQL, sql } from 'drizzle-orm'
import type { OwnershipRule } from '@/lib/model/ownership-rule'

/** Whom CODEOWNERS names for the files of a flow `f`, as JSON; nobody is asked for where no rule wants to know. */
export const codeOwnersOfFlow = (rules: readonly Pick<OwnershipRule, 'codeOwner'>[]): SQL =>
  rules.some(({ codeOwner }) => codeOwner !== null)
    ? sql`coalesce((select jsonb_agg(jsonb_build_object('repositoryId', x.repository_id, 'owner', o))
        from repository_files x, unnest(x.owners) o where x.org_id = f.org_id and x.flow_id = f.id), '[]')`
    : sql`'[]'::jsonb`
