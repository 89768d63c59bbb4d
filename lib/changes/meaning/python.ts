import type { SyntaxNode } from '@lezer/common'
import type { Parts } from './meaning'
import { plainParts } from './plain'
import { childrenOf, type PythonText, readPython, type Stand, statementsOf, writtenOut } from './python-tree'

/** A script: comments, documentation, formatting, quotes and the order of imports have no meaning. */
export function pythonParts(text: string): Parts {
  const of = readPython(text)
  return of === null ? plainParts(text) : scriptParts(of)
}

/** The imports and the statements of a script. */
export function scriptParts(of: PythonText, stand?: Stand): Parts {
  const statements = statementsOf(of.top)
  const imports = statements.filter(isImport).flatMap((node) => importsOf(of, node))
  const code = statements.filter((node) => !isImport(node)).map((node) => writtenOut(of, node, stand))
  return { imports: [...new Set(imports)].sort(), code: code.filter((each) => each !== '') }
}

const isImport = (node: SyntaxNode): boolean => node.name === 'ImportStatement'

/** `from a import b, c` is two imports. */
function importsOf(of: PythonText, node: SyntaxNode): string[] {
  const words = childrenOf(node)
    .filter(({ name }) => !/^(Comment|[()])$/.test(name))
    .map(({ from, to }) => of.text.slice(from, to))
  const start = words.indexOf('import')
  const module = words.slice(0, start).join(' ')
  const names: string[][] = [[]]
  for (const word of words.slice(start + 1)) {
    if (word === ',') names.push([])
    else names.at(-1)?.push(word)
  }
  return names
    .filter((name) => name.length > 0)
    .map((name) => `${module} import ${name.join(' ')}`.trim().replaceAll(' . ', '.'))
}
