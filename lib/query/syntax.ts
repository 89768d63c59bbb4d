/** Where in the text something stands; `to` is exclusive. */
export type Range = { from: number; to: number }

/** `is` is the plain colon. */
export type Comparator = 'is' | '>' | '>=' | '<' | '<=' | '~'

export type TermNode = { type: 'term'; key: string; comparator: Comparator; values: string[]; range: Range }
export type TextNode = { type: 'text'; text: string; range: Range }

/** A query as written, before anyone asks whether its keys exist. */
export type QueryNode =
  | { type: 'and' | 'or'; nodes: QueryNode[]; range: Range }
  | { type: 'not'; node: QueryNode; range: Range }
  | TermNode
  | TextNode

/** A part that could not be used, and why; the rest of the query still applies. */
export type QueryError = Range & { message: string }

export type ParsedQuery = { node: QueryNode | null; errors: QueryError[] }

/** A key stands unquoted when it looks like one, so that `http://…` and `12:30` stay text. */
export const BARE_KEY = /^(?:label\.[^\s:"()!,]+|[A-Za-z][\w-]*)$/

export const KEYWORDS: ReadonlySet<string> = new Set(['OR', 'AND'])
