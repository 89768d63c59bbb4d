import type { ParsedQuery, QueryError, QueryNode } from './syntax'
import { type Token, tokenize } from './tokens'

const LENGTH_MAX = 2000
const DEPTH_MAX = 24

/**
 * Reads the filter language, the same in the bar and in the URL:
 * `state:failed,lost !flow:nightly_* duration:>5m (branch:main OR "free text")`.
 * Whatever cannot be read is reported with its range; the rest applies.
 */
export function parseQuery(input: string): ParsedQuery {
  if (input.length > LENGTH_MAX) {
    const message = `Longer than ${LENGTH_MAX} characters: the end is left out`
    const { node, errors } = parseQuery(input.slice(0, LENGTH_MAX))
    return { node, errors: [...errors, { from: LENGTH_MAX, to: input.length, message }] }
  }
  const { tokens, errors } = tokenize(input)
  const parser = new Parser(tokens, errors)
  const node = parser.readOr(0)
  return { node, errors: errors.toSorted((a, b) => a.from - b.from) }
}

class Parser {
  private at = 0
  constructor(
    private readonly tokens: Token[],
    private readonly errors: QueryError[],
  ) {}

  readOr(depth: number): QueryNode | null {
    const branches: QueryNode[] = []
    for (;;) {
      const branch = this.readAnd(depth)
      if (branch) branches.push(branch)
      const next = this.tokens[this.at]
      if (next?.type !== 'or') break
      this.at += 1
      const follower = this.tokens[this.at]
      const hasLeft = branch !== null
      const hasRight = follower !== undefined && follower.type !== 'or' && follower.type !== 'close'
      if (!hasLeft || !hasRight) this.report(next, 'OR needs something on both sides')
    }
    return join('or', branches)
  }

  private readAnd(depth: number): QueryNode | null {
    const parts: QueryNode[] = []
    for (let token = this.tokens[this.at]; token; token = this.tokens[this.at]) {
      if (token.type === 'or' || (token.type === 'close' && depth > 0)) break
      const part = this.readUnary(token, depth)
      if (part) parts.push(part)
    }
    return join('and', parts)
  }

  private readUnary(token: Token, depth: number): QueryNode | null {
    this.at += 1
    const range = { from: token.from, to: token.to }
    switch (token.type) {
      case 'text':
        return { type: 'text', text: token.text, range }
      case 'term': {
        const { key, comparator, values, isNegated } = token
        const term: QueryNode = { type: 'term', key, comparator, values, range }
        return isNegated ? { type: 'not', node: term, range } : term
      }
      case 'not':
        return this.readNot(token, depth)
      case 'open':
        return this.readGroup(token, depth)
      case 'close':
      case 'or':
        this.report(token, 'There is no opening parenthesis for this one')
        return null
      default:
        return token satisfies never
    }
  }

  private readNot(bang: Token, depth: number): QueryNode | null {
    const next = this.tokens[this.at]
    if (!next || next.type === 'or' || next.type === 'close') {
      this.report(bang, '! needs something to negate')
      return null
    }
    if (depth >= DEPTH_MAX) return this.giveUp(bang)
    const node = this.readUnary(next, depth + 1)
    return node && { type: 'not', node, range: { from: bang.from, to: node.range.to } }
  }

  private readGroup(open: Token, depth: number): QueryNode | null {
    if (depth >= DEPTH_MAX) return this.giveUp(open)
    const node = this.readOr(depth + 1)
    const close = this.tokens[this.at]
    if (close?.type === 'close') this.at += 1
    else this.report(open, 'The parenthesis is not closed')
    const to = close?.to ?? node?.range.to ?? open.to
    if (node === null) {
      if (close) this.report({ ...open, to }, 'Nothing between the parentheses')
      return null
    }
    return { ...node, range: { from: open.from, to } }
  }

  private giveUp(token: Token): null {
    const to = this.tokens.at(-1)?.to ?? token.to
    this.report({ ...token, to }, `Nested deeper than ${DEPTH_MAX}`)
    this.at = this.tokens.length
    return null
  }

  private report({ from, to }: { from: number; to: number }, message: string): void {
    this.errors.push({ from, to, message })
  }
}

/** One part is itself; parts of the same kind melt together, so that a query has one shape. */
function join(type: 'and' | 'or', parts: QueryNode[]): QueryNode | null {
  const [first] = parts
  const last = parts.at(-1)
  if (!first || !last) return null
  if (parts.length === 1) return first
  const nodes = parts.flatMap((part) => (part.type === type ? part.nodes : [part]))
  return { type, nodes, range: { from: first.range.from, to: last.range.to } }
}
