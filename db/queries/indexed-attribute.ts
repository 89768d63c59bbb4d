import { type SQL, sql } from 'drizzle-orm'

/** That the attribute of a span `s` has a value, compared as text, said so that the index finds it. */
export function hasIndexedAttribute({ key, value }: { key: string; value: string }): SQL {
  // Nothing that is stored holds it, and no JSON may.
  if (/\0/.test(key + value)) return sql`false`
  const alike = [wellFormed(value), ...(isPlainJson(value) ? [value] : [])]
  const contained = alike.map((each) => sql`s.attributes @> ${`{${wellFormed(key)}: ${each}}`}::jsonb`)
  return sql`((${sql.join(contained, sql` or `)}) and s.attributes ->> ${key} = ${value})`
}

/** As Postgres writes numbers, truth values, lists and objects; it writes no exponents, and no numbers without end. */
function isPlainJson(text: string): boolean {
  if (/^-?\d{1,300}(\.\d{1,300})?$|^(true|false)$/.test(text)) return !/^-?0\d/.test(text)
  if (!/^[[{]/.test(text) || /\d[eE]|\d{300}|\\u0000/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** As JSON that Postgres reads: half of a character becomes what a parameter makes of it. */
const wellFormed = (text: string): string => JSON.stringify(Buffer.from(text).toString())
