import { Refusal } from '@/lib/model/refusal'

/** The one of a list that has the id; not there and not for you are the same answer. */
export function listed<Row extends { id: string }>(rows: readonly Row[], id: string, what: string): Row {
  const found = rows.find((row) => row.id === id.toLowerCase() || row.id === id)
  if (found === undefined) throw new Refusal('not_found', `There is no such ${what}.`)
  return found
}
