import type { SyntaxNode } from '@lezer/common'
import type { Json } from '@/lib/audit/canonical-json'
import { airflowJsonParts } from './airflow-json'
import type { Parts } from './meaning'
import { plainParts } from './plain'
import { scriptParts } from './python'
import { argumentsOf, calleeOf, entriesOf, literalOf, toldValue } from './python-calls'
import { childrenOf, type PythonText, readPython, type Stand, writtenOut } from './python-tree'

/** A DAG of Airflow: its Python, or what Airflow serialised of it. */
export function airflowParts(text: string): Parts {
  if (text.trimStart().startsWith('{')) return airflowJsonParts(text)
  const of = readPython(text)
  return of === null ? plainParts(text) : new DagReader(of).parts()
}

/**
 * Takes what a DAG says of itself and its tasks out of the script, so that a change of it can be named. Something else stands
 * in its place, so what is left and what was taken out say together all that the script said.
 */
class DagReader {
  readonly #dags = new Map<string, Json>()
  readonly #tasks = new Map<string, Json>()
  readonly #defaults: [string, Json][] = []
  readonly #dependencies = new Set<string>()
  readonly #variables: Map<string, string>
  constructor(readonly of: PythonText) {
    this.#variables = taskVariables(of)
  }

  parts(): Parts {
    const script = scriptParts(this.of, this.#stand)
    const parts: Parts = {
      dags: Object.fromEntries(this.#dags),
      default_args: Object.fromEntries(this.#defaults),
      tasks: Object.fromEntries(this.#tasks),
      dependencies: [...this.#dependencies].sort(),
      ...script,
    }
    return Object.fromEntries(Object.entries(parts).filter(([, value]) => JSON.stringify(value) !== '{}'))
  }

  readonly #stand: Stand = (node) => {
    if (node.name === 'VariableName') return this.#variable(node)
    if (node.name === 'ExpressionStatement' || node.name === 'AssignStatement') return this.#statement(node)
    if (node.name === 'Decorator') return this.#decorator(node)
    return node.name === 'CallExpression' ? this.#call(node) : undefined
  }

  /** A task goes by its id, whatever the script calls it. */
  #variable(node: SyntaxNode): string | undefined {
    const isArgument = node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp'
    const id = isArgument ? undefined : this.#variables.get(this.#text(node))
    return id === undefined ? undefined : `⟨${id}⟩`
  }

  #statement(node: SyntaxNode): string | undefined {
    const children = childrenOf(node).filter(({ name }) => name !== 'Comment')
    const [first, , value] = children
    if (first === undefined) return undefined
    if (node.name === 'AssignStatement') {
      const name = this.#text(first)
      if (value === undefined || children.length !== 3) return undefined
      if (name === 'default_args' && this.#takeDefaults(value)) return 'default_args = ⟨default_args⟩'
      // What a task is called in the script says nothing once it goes by its id.
      return this.#variables.has(name) && this.#call(value) !== undefined ? '' : undefined
    }
    if (first.name === 'CallExpression' && taskIdOf(this.of, first) !== null)
      return this.#call(first) === undefined ? undefined : ''
    if (!isDependency(this.of, first)) return undefined
    this.#dependencies.add(writtenOut(this.of, first, this.#stand))
    return ''
  }

  #call(node: SyntaxNode): string | undefined {
    const callee = calleeOf(this.of, node)
    if (/(^|\.)DAG$/.test(callee)) return `DAG ${this.#dag(node)}`
    const id = taskIdOf(this.of, node)
    if (id === null || this.#tasks.has(id)) return undefined
    this.#tasks.set(id, { operator: callee, ...this.#arguments(node, 'task_id') })
    return `⟨${id}⟩`
  }

  #decorator(node: SyntaxNode): string | undefined {
    const callee = calleeOf(this.of, node)
    const called = node.parent?.getChild('FunctionDefinition')?.getChild('VariableName')
    const name = called === null || called === undefined ? '' : this.#text(called)
    if (/(^|\.)dag$/.test(callee)) return `@dag ${this.#dag(node, name)}`
    if (!/^task(\.\w+)*$/.test(callee)) return undefined
    const id = taskIdOf(this.of, node) ?? name
    if (this.#tasks.has(id)) return undefined
    this.#tasks.set(id, { operator: `@${callee}`, ...this.#arguments(node, 'task_id') })
    return `@task ⟨${id}⟩`
  }

  /** Notes a DAG and answers with what stands for it. A DAG that is made in a loop stays code. */
  #dag(node: SyntaxNode, name = ''): string {
    const { named, positional } = argumentsOf(this.of, node)
    const first = named.get('dag_id') ?? positional[0]
    const told = first === undefined ? name : literalOf(this.of, first)
    const id = typeof told === 'string' && !this.#dags.has(told) ? told : `#${this.#dags.size}`
    this.#dags.set(
      id,
      this.#arguments(node, 'dag_id', positional.length > 0 && typeof told === 'string' ? 1 : 0),
    )
    return `⟨${id}⟩`
  }

  #arguments(node: SyntaxNode, without: string, skip = 0): Parts {
    const { named, positional, isOpen } = argumentsOf(this.of, node)
    const entries: [string, Json][] = []
    for (const [name, value] of named) {
      if (name === 'default_args' && this.#takeDefaults(value)) continue
      const isTold = name !== without || typeof literalOf(this.of, value) !== 'string'
      if (isTold) entries.push([name, toldValue(this.of, value, this.#stand)])
    }
    const rest = positional.slice(skip).map((each) => toldValue(this.of, each, this.#stand))
    if (rest.length > 0) entries.push(['arguments', rest])
    // What is handed on cannot be told apart by name.
    if (isOpen)
      entries.push([
        'handed on',
        { code: writtenOut(this.of, node.getChild('ArgList') ?? node, this.#stand) },
      ])
    return Object.fromEntries(entries)
  }

  #takeDefaults(node: SyntaxNode): boolean {
    const entries = this.#defaults.length === 0 ? entriesOf(this.of, node) : null
    if (entries === null) return false
    for (const [name, value] of entries) this.#defaults.push([name, toldValue(this.of, value, this.#stand)])
    return true
  }

  #text = ({ from, to }: SyntaxNode): string => this.of.text.slice(from, to)
}

/** The id of the task that a call makes; null where it makes none, or one whose name has to be worked out. */
function taskIdOf(of: PythonText, node: SyntaxNode): string | null {
  const value = argumentsOf(of, node).named.get('task_id')
  const id = value === undefined ? undefined : literalOf(of, value)
  return typeof id === 'string' ? id : null
}

/** Variables that are set once, to a task. */
function taskVariables(of: PythonText): Map<string, string> {
  const tasks = new Map<string, string>()
  const sets = new Map<string, number>()
  const cursor = of.top.cursor()
  do {
    if (cursor.name !== 'AssignStatement') continue
    const [target, , value, ...more] = childrenOf(cursor.node).filter(({ name }) => name !== 'Comment')
    if (target?.name !== 'VariableName') continue
    const name = of.text.slice(target.from, target.to)
    sets.set(name, (sets.get(name) ?? 0) + 1)
    const id = value?.name === 'CallExpression' && more.length === 0 ? taskIdOf(of, value) : null
    if (id !== null) tasks.set(name, id)
  } while (cursor.next())
  const ids = [...tasks.values()]
  return new Map(
    [...tasks].filter(([name, id]) => sets.get(name) === 1 && ids.indexOf(id) === ids.lastIndexOf(id)),
  )
}

function isDependency(of: PythonText, node: SyntaxNode): boolean {
  if (node.name === 'BinaryExpression')
    return childrenOf(node).some(({ from, to }) => /^(>>|<<)$/.test(of.text.slice(from, to)))
  return (
    node.name === 'CallExpression' &&
    /(^|\.)(set_upstream|set_downstream|chain|cross_downstream)$/.test(calleeOf(of, node))
  )
}
