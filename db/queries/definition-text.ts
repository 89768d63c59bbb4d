import { type SQL, sql } from 'drizzle-orm'

/**
 * The text of a row of `definitions`; of one that stands in several files, these below their paths, as
 * `lib/changes/meaning/several-files.ts` joins them.
 */
export const definitionText = (d: SQL): SQL => sql`coalesce(${d}.text, (
  select string_agg('==> ' || (m.file->>'path') || E' <==\\n' || regexp_replace(p.text, '^(\\\\*==> )', '\\\\\\1', 'gn'), E'\\n'
    order by m.nth)
  from jsonb_array_elements(${d}.files) with ordinality as m(file, nth)
    join definitions p on p.org_id = ${d}.org_id and p.hash = decode(m.file->>'hash', 'hex')))`
