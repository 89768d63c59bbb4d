import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import { isDeepTree, MAX_NESTING } from './nesting'
import { lineAt, Unreadable } from './unreadable'

/** A text of Python with its tree. */
export type PythonText = { text: string; top: SyntaxNode }

/** What stands for a node instead of its own words; undefined where it stands for itself. */
export type Stand = (node: SyntaxNode) => string | undefined

// To mend what is no Python takes seconds, and is not wanted.
const strict = parser.configure({ strict: true })

/** The tree of a text of Python; null where it is none, or one that nobody wrote. */
export function readPython(text: string): PythonText | null {
  const found = parsePython(text)
  return found instanceof Unreadable ? null : found
}

/** The same, with where the text is no Python. */
export function parsePython(text: string): PythonText | Unreadable {
  try {
    const { topNode } = strict.parse(text)
    if (isDeepTree(topNode)) return new Unreadable(`nested deeper than ${MAX_NESTING}`)
    return { text, top: topNode }
  } catch (error) {
    // It throws at the first word that does not belong there.
    const at = error instanceof SyntaxError ? /^No parse at (\d+)$/.exec(error.message)?.[1] : undefined
    if (at === undefined) throw error
    return new Unreadable('not understood as Python', lineAt(text, Number(at)))
  }
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child)
  return children
}

/** The statements of a body or a file, without comments, documentation and `pass`. */
export const statementsOf = (body: SyntaxNode): SyntaxNode[] =>
  childrenOf(body)
    .flatMap((node) => (node.name === 'StatementGroup' ? childrenOf(node) : [node]))
    .filter((node) => !SAYS_NOTHING.has(node.name) && !isDocumentation(node))

const SAYS_NOTHING = new Set(['Comment', ':', ';', 'PassStatement'])

const isDocumentation = (node: SyntaxNode): boolean =>
  node.name === 'ExpressionStatement' &&
  node.firstChild?.nextSibling === null &&
  /^(Continued)?String$/.test(node.firstChild.name)

/** A node's words, each once apart: brackets that a formatter adds, quotes, comments and breaks of lines are gone. */
export function writtenOut(of: PythonText, node: SyntaxNode, stand: Stand = () => undefined): string {
  const words: string[] = []
  write(of, node, stand, words)
  return words.join(' ')
}

function write(of: PythonText, node: SyntaxNode, stand: Stand, words: string[]): void {
  const instead = stand(node)
  if (instead !== undefined) {
    if (instead !== '') words.push(instead)
  } else if (node.name === 'Comment') return
  else if (node.name === 'String') words.push(quoted(of.text.slice(node.from, node.to)))
  else if (node.name === 'FormatString' || node.firstChild === null)
    words.push(of.text.slice(node.from, node.to))
  else if (node.name === 'Body') {
    const statements = statementsOf(node).map((each) => writtenOut(of, each, stand))
    words.push('{', ...statements.filter((each) => each !== '').map((each) => `${each};`), '}')
  } else writeChildren(of, node, stand, words)
}

function writeChildren(of: PythonText, node: SyntaxNode, stand: Stand, words: string[]): void {
  let at = node.from
  for (const child of childrenOf(node)) {
    pushGap(of.text.slice(at, child.from), words)
    at = child.to
    if (!isSpareComma(node, child)) write(of, child, stand, words)
  }
  pushGap(of.text.slice(at, node.to), words)
}

/** What the grammar has no node for: `->`. */
function pushGap(gap: string, words: string[]): void {
  const word = gap.replace(/\\\r?\n/g, ' ').trim()
  if (word !== '') words.push(word)
}

/** A comma before the closing bracket, which makes a tuple of one value and nothing of others. */
function isSpareComma(parent: SyntaxNode, node: SyntaxNode): boolean {
  if (node.name !== ',') return false
  let next = node.nextSibling
  while (next?.name === 'Comment') next = next.nextSibling
  if (next === null || !/^[)\]}]$/.test(next.name)) return false
  return parent.name !== 'TupleExpression' || parent.getChildren(',').length > 1
}

/** A string of one meaning in one way: with double quotes, where nothing in it is escaped. */
function quoted(literal: string): string {
  const content = plainString(literal)
  return content === null ? literal : JSON.stringify(content)
}

/** What a string literal says; null for bytes, raw strings and what has escapes. */
export function plainString(literal: string): string | null {
  const [, quote, content] = /^[uU]?("""|'''|"|')([\s\S]*)\1$/.exec(literal) ?? []
  return quote === undefined || content === undefined || content.includes('\\') ? null : content
}
