import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { sqlParts, sqlStatements } from './sql'
import { isObject, unordered, without, yamlObject } from './yaml-text'

/** What dbt writes down about a node of a manifest each time, and what says where it stands on a disk. */
const OF_TOOL = [
  'created_at',
  'checksum',
  'compiled',
  'compiled_code',
  'compiled_sql',
  'compiled_path',
  'build_path',
  'root_path',
  'original_file_path',
  'path',
  'patch_path',
  'deferred',
  'relation_name',
  'extra_ctes',
  'extra_ctes_injected',
  'unrendered_config',
  'docs',
]

/** A model (SQL), a file of properties (YAML), a node of a manifest, or a whole manifest. */
export function dbtParts(text: string): Parts {
  if (/^\s*\{\s*"/.test(text)) {
    const value = yamlObject(text)
    return isObject(value.nodes) ? manifestParts(value) : nodeParts(value)
  }
  if (/^(?:\s*#[^\n]*\n)*\s*(?:---\s*\n\s*)?[\w-]+:(\s|$)/.test(text)) return without(yamlObject(text))
  return sqlParts(text)
}

/** What was invoked and when stands in `metadata`, which is left out. */
function manifestParts(manifest: Parts): Parts {
  const parts: Parts = {}
  for (const key of ['nodes', 'sources', 'exposures', 'metrics', 'macros', 'semantic_models']) {
    const nodes = manifest[key]
    if (!isObject(nodes)) continue
    parts[key] = Object.fromEntries(
      Object.entries(nodes).map(([name, node]): [string, Json] => [
        name,
        isObject(node) ? nodeParts(node) : node,
      ]),
    )
  }
  return without(parts)
}

function nodeParts(node: Parts): Parts {
  const { raw_code, raw_sql, macro_sql, depends_on, tags, ...rest } = without(node, ...OF_TOOL)
  const code = [raw_code, raw_sql, macro_sql].find((each) => typeof each === 'string')
  return without({
    ...rest,
    code: typeof code === 'string' ? sqlStatements(code) : null,
    tags: unordered(tags),
    depends_on: isObject(depends_on)
      ? Object.fromEntries(
          Object.entries(depends_on).map(([key, of]): [string, Json] => [key, unordered(of)]),
        )
      : null,
  })
}
