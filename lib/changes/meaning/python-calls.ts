import type { SyntaxNode } from '@lezer/common'
import type { Json } from '@/lib/audit/canonical-json'
import { childrenOf, type PythonText, plainString, type Stand, writtenOut } from './python-tree'

/** What is called: `models.DAG` of `models.DAG(…)`, `task.branch` of `@task.branch(…)`. */
export function calleeOf(of: PythonText, node: SyntaxNode): string {
  const until = node.getChild('ArgList')?.from ?? node.to
  return of.text.slice(node.from, until).replace(/^@/, '').replace(/\s/g, '')
}

export type CallArguments = {
  named: Map<string, SyntaxNode>
  positional: SyntaxNode[]
  /** `*args` and `**kwargs` were handed on. */
  isOpen: boolean
}

/** The arguments of a call or a decorator. */
export function argumentsOf(of: PythonText, node: SyntaxNode): CallArguments {
  const found: CallArguments = { named: new Map(), positional: [], isOpen: false }
  const list = node.getChild('ArgList')
  if (list === null) return found
  let [name, isStarred]: [string | null, boolean] = [null, false]
  for (const child of childrenOf(list)) {
    if (/^(Comment|[(),])$/.test(child.name)) continue
    if (child.name === 'AssignOp') continue
    if (child.name === '*' || child.name === '**') {
      isStarred = true
      found.isOpen = true
    } else if (child.name === 'VariableName' && child.nextSibling?.name === 'AssignOp') {
      name = of.text.slice(child.from, child.to)
    } else if (isStarred) isStarred = false
    else if (name !== null) {
      found.named.set(name, child)
      name = null
    } else found.positional.push(child)
  }
  return found
}

/** What a literal says as JSON has it; undefined for what has to be run to be known. */
export function literalOf(of: PythonText, node: SyntaxNode): Json | undefined {
  const text = of.text.slice(node.from, node.to)
  if (node.name === 'String') return plainString(text) ?? undefined
  if (node.name === 'Number')
    return /^\d[\d_]*(\.\d+)?$/.test(text) ? Number(text.replaceAll('_', '')) : undefined
  if (node.name === 'UnaryExpression')
    return /^-\s*\d+(\.\d+)?$/.test(text) ? Number(text.replace(/\s/g, '')) : undefined
  if (node.name === 'Boolean') return text === 'True'
  if (node.name === 'None') return null
  if (node.name === 'ArrayExpression') {
    const items = membersOf(node).map((each) => literalOf(of, each))
    return items.every((each) => each !== undefined) ? items : undefined
  }
  return node.name === 'DictionaryExpression' ? dictionaryOf(of, node) : undefined
}

const membersOf = (node: SyntaxNode): SyntaxNode[] =>
  childrenOf(node).filter(({ name }) => !/^(Comment|[[\]{}(),:])$/.test(name))

function dictionaryOf(of: PythonText, node: SyntaxNode): Json | undefined {
  const words = membersOf(node)
  if (words.length % 2 === 1 || words.some(({ name }) => name === '**')) return undefined
  const entries: [string, Json][] = []
  for (let index = 0; index < words.length; index += 2) {
    const [key, value] = words.slice(index, index + 2).map((each) => literalOf(of, each))
    if (typeof key !== 'string' || value === undefined) return undefined
    entries.push([key, value])
  }
  return Object.fromEntries(entries)
}

/** The entries of a dictionary with keys of text, or of `dict(a=1)`; null for any other. */
export function entriesOf(of: PythonText, node: SyntaxNode): Map<string, SyntaxNode> | null {
  if (node.name === 'CallExpression') {
    const { named, positional, isOpen } = argumentsOf(of, node)
    return calleeOf(of, node) === 'dict' && positional.length === 0 && !isOpen ? named : null
  }
  if (node.name !== 'DictionaryExpression') return null
  const words = membersOf(node)
  const entries = new Map<string, SyntaxNode>()
  for (let index = 0; index < words.length; index += 2) {
    const [key, value] = words.slice(index, index + 2)
    const name = key === undefined ? undefined : literalOf(of, key)
    if (typeof name !== 'string' || value === undefined) return null
    entries.set(name, value)
  }
  return entries
}

/** A value as it is compared: what a literal says, else how it is written. */
export function toldValue(of: PythonText, node: SyntaxNode, stand?: Stand): Json {
  const literal = literalOf(of, node)
  return literal === undefined ? { code: writtenOut(of, node, stand) } : literal
}
