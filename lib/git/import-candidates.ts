import type { PythonImport } from '@/lib/changes/meaning/python-imports'
import { folderOf } from './file-tree'

/** Folders of a repository that Python looks for modules in, the first that has one: of the pattern, and those around it. */
export function rootsOf(pattern: string, path: string, format: string): string[] {
  const begin = folderOf(pattern.replace(/^\/+/, '').split(/[*?{]/)[0] ?? '')
  const around =
    begin === '' ? [] : begin.split('/').map((_, depth, all) => all.slice(0, all.length - depth).join('/'))
  // A script's own folder comes first; Airflow looks in the folder of all DAGs instead.
  const own = format === 'airflow' ? [] : [folderOf(path)]
  return [...new Set([...own, ...around, '', 'src', 'plugins'])]
}

/** Paths that an import may stand for, by the root that they would be found in. */
export function candidatesOf(
  { module, level, names }: PythonImport,
  importer: string,
  roots: readonly string[],
): string[][] {
  if (level === 0) return roots.map((root) => pathsIn(root, module, names))
  const parts = folderOf(importer).split('/')
  const depth = folderOf(importer) === '' ? 0 : parts.length
  if (level - 1 > depth) return []
  return [pathsIn(parts.slice(0, depth - (level - 1)).join('/'), module, names)]
}

/** Packages on the way to a module are executed too, and what is imported by name may be a module itself. */
function pathsIn(root: string, module: string, names: readonly string[]): string[] {
  const parts = module === '' ? [] : module.split('.')
  const at = (...words: string[]): string => [root, ...words].filter((word) => word !== '').join('/')
  const packages = parts.map((_, index) => at(...parts.slice(0, index + 1), '__init__.py'))
  const own = module === '' ? [at('__init__.py')] : [at(...parts.slice(0, -1), `${parts.at(-1)}.py`)]
  const named = names
    .filter((name) => name !== '*')
    .flatMap((name) => [at(...parts, `${name}.py`), at(...parts, name, '__init__.py')])
  return [...new Set([...packages, ...own, ...named])]
}
