import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, calleeOf, literalOf } from './python-calls'
import { childrenOf, type PythonText, parsePython } from './python-tree'
import { Unreadable } from './unreadable'

/** By which calls and decorators a tool knows what it runs, and which argument names it. */
const NAMING = {
  airflow: { calls: /^(DAG|models\.DAG|airflow\.DAG)$/, decorators: /^(dag|.*\.dag)$/, argument: 'dag_id' },
  dagster: {
    calls: /^(dg\.|dagster\.)?(define_asset_job|JobDefinition)$/,
    decorators: /^(dg\.|dagster\.)?(job|graph|asset_job)$/,
    argument: 'name',
  },
  prefect: { calls: /^$/, decorators: /^(flow|prefect\.flow)$/, argument: 'name' },
} as const

/** The names of what a script defines, as its tool calls them; only what is written as a literal is known. Throws `Unreadable`. */
export function pythonNames(text: string, tool: keyof typeof NAMING): string[] {
  const of = parsePython(text)
  if (of instanceof Unreadable) throw of
  const names = new Set<string>()
  const cursor = of.top.cursor()
  do {
    const name = nameOf(of, cursor.node, tool)
    if (name !== null) names.add(name)
  } while (cursor.next())
  return [...names]
}

function nameOf(of: PythonText, node: SyntaxNode, tool: keyof typeof NAMING): string | null {
  const { calls, decorators, argument } = NAMING[tool]
  if (node.name === 'CallExpression' && calls.test(calleeOf(of, node))) return namedBy(of, node, argument)
  if (node.name !== 'DecoratedStatement') return null
  const decorator = childrenOf(node).find(
    (each) => each.name === 'Decorator' && decorators.test(calleeOf(of, each)),
  )
  if (decorator === undefined) return null
  const called = node.getChild('FunctionDefinition')?.getChild('VariableName')
  const name = called === null || called === undefined ? null : of.text.slice(called.from, called.to)
  const own = namedBy(of, decorator, argument)
  // Prefect makes a flow's name of its function's.
  return own ?? (tool === 'prefect' ? (name?.replaceAll('_', '-') ?? null) : name)
}

function namedBy(of: PythonText, call: SyntaxNode, argument: string): string | null {
  const { named, positional } = argumentsOf(of, call)
  const value = named.get(argument) ?? positional[0]
  const literal = value === undefined ? undefined : literalOf(of, value)
  return typeof literal === 'string' ? literal : null
}
