import type { Redactions } from './redactions'
import { redactText } from './secret-patterns'
import { stripSqlLiterals } from './sql-literals'

/** So often is a statement read again at most; each time some secret had hidden what the next one found. */
const READINGS_MAX = 8

/** The statement with `?` for every literal. */
export function withoutSqlLiterals(statement: string): string {
  const from = Buffer.from(statement)
  const target = Buffer.alloc(from.length)
  return target.toString('utf8', 0, stripSqlLiterals(from, 0, from.length, target))
}

/**
 * A statement whose literals are out already, without secrets too. A secret may have hidden a literal (a token that ends
 * in `--` makes a comment of what follows), so the statement is stripped again once one is out: what comes of it is
 * stored as it is when it is sent again.
 */
export function redactStripped(statement: string, redactions: Redactions): string {
  let clean = statement
  for (let reading = 0; reading < READINGS_MAX; reading++) {
    const without = redactText(clean, redactions)
    if (without === clean) return clean
    clean = withoutSqlLiterals(without)
    if (clean === without) return clean
    redactions.add('sql')
  }
  return clean
}
