import type { SyntaxNode } from '@lezer/common'
import { Unreadable } from './unreadable'

/**
 * Deeper is no definition that anybody wrote. What is read by recursion must not come near the end of the stack: there V8
 * gives up the whole process when it compiles a regular expression.
 */
export const MAX_NESTING = 200

/** Throws for a value of JSON that is nested too deeply. Walks without recursion. */
export function refuseDeepValue(value: unknown): void {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_NESTING) throw new Unreadable(`nested deeper than ${MAX_NESTING}`)
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
}

/** True for a tree that is nested too deeply. Walks without recursion. */
export function isDeepTree(top: SyntaxNode): boolean {
  let depth = 0
  const cursor = top.cursor()
  for (;;) {
    if (cursor.firstChild()) {
      if (++depth > MAX_NESTING) return true
      continue
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent()) return false
      depth--
    }
  }
}
