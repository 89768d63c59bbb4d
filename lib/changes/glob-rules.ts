import type { SourceKind } from '@/lib/model/source-kind'
import { type FlowsFound, flowsIn } from './meaning/flows-in'
import type { DefinitionFormat } from './meaning/meaning'
import { matchPath, type NamedParts } from './path-pattern'

/** Which files define which flows. */
export type PathRule = {
  id: string
  position: number
  pattern: string
  format: string
  sourceId: string
  /** Made of named parts, of the pattern or of the file: `main/{namespace}`; empty where the file itself says. */
  namespace: string
  flow: string
}

export type MatchedRule<Rule extends PathRule = PathRule> = { rule: Rule; parts: NamedParts }

/** The first rule by position that matches the path; null where none does. */
export function ruleOf<Rule extends PathRule>(
  rules: readonly Rule[],
  path: string,
): MatchedRule<Rule> | null {
  for (const rule of inOrder(rules)) {
    const parts = matchPath(rule.pattern, path)
    if (parts !== null) return { rule, parts }
  }
  return null
}

const inOrder = <Rule extends PathRule>(rules: readonly Rule[]): Rule[] =>
  rules.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))

/**
 * The flows that a file defines by a rule, under the names that their source gives them. `repository` is `host/path`. A flow
 * that is left without a name is none. Of a file that nobody has read (null) only a path that names a flow in full is of use.
 */
export function flowsOf(
  { rule, parts }: MatchedRule,
  repository: string,
  path: string,
  text: string | null,
): FlowsFound {
  const around = { repository: repository.split('/').slice(1).join('/'), path, file: stemOf(path) }
  const { flows: told, problem } = flowsIn(rule.format, path, text ?? '')
  const isOfPath = text === null && told.length === 0
  const found = (isOfPath ? [{ namespace: '', flow: '', text: '' }] : told).map((each) => {
    const names = { ...around, namespace: each.namespace, flow: each.flow, ...parts }
    return {
      namespace: rule.namespace === '' ? (parts.namespace ?? each.namespace) : filled(rule.namespace, names),
      flow: rule.flow === '' ? (parts.flow ?? each.flow) : filled(rule.flow, names),
      text: each.text,
    }
  })
  const once = new Map(
    found
      .filter(({ namespace, flow }) => flow !== '' && !(isOfPath && namespace === ''))
      .map((each) => [`${each.namespace}\n${each.flow}`, each]),
  )
  return { flows: [...once.values()], problem }
}

const filled = (template: string, names: NamedParts): string =>
  template.replace(/\{([\w-]+)\}/g, (word, name: string) =>
    Object.hasOwn(names, name) ? (names[name] ?? '') : word,
  )

const stemOf = (path: string): string =>
  path
    .split('/')
    .at(-1)
    ?.replace(/\.\w+$/, '') ?? path

/** Which paths each rule decides, by its id, and which none does. */
export type RulePreview = { byRule: Map<string, string[]>; unmatched: string[] }

/** What rules come to among the paths of a repository. */
export function previewRules(rules: readonly PathRule[], paths: readonly string[]): RulePreview {
  const ordered = inOrder(rules)
  const preview: RulePreview = { byRule: new Map(ordered.map(({ id }) => [id, []])), unmatched: [] }
  for (const path of paths) {
    const rule = ordered.find(({ pattern }) => matchPath(pattern, path) !== null)
    if (rule === undefined) preview.unmatched.push(path)
    else preview.byRule.get(rule.id)?.push(path)
  }
  return preview
}

/** A rule before anybody bound it to a source. */
export type SuggestedRule = Pick<PathRule, 'pattern' | 'namespace' | 'flow'> & { format: DefinitionFormat }

const rule = (pattern: string, format: DefinitionFormat, namespace = '', flow = ''): SuggestedRule => ({
  pattern,
  format,
  namespace,
  flow,
})

/** Where a tool's files stand where nobody chose another place. */
export const SUGGESTED_RULES: Partial<Record<SourceKind, SuggestedRule[]>> = {
  // The tenant stands before the namespace; it is this one unless somebody has several.
  kestra: [
    rule('_flows/**/*.{yml,yaml}', 'kestra', 'main/{namespace}'),
    rule('flows/**/*.{yml,yaml}', 'kestra', 'main/{namespace}'),
  ],
  airflow: [rule('dags/**/*.py', 'airflow', 'airflow')],
  dagster: [rule('**/*.py', 'dagster', 'dagster')],
  prefect: [rule('**/prefect.{yml,yaml}', 'prefect', 'prefect')],
  github: [rule('.github/workflows/*.{yml,yaml}', 'github', '{repository}')],
  gitlab: [rule('.gitlab-ci.yml', 'gitlab', '{repository}', '{repository}')],
  bitbucket: [rule('bitbucket-pipelines.yml', 'yaml', '{repository}', '{repository}')],
  'azure-devops': [rule('{flow}.{yml,yaml}', 'yaml', '{repository}')],
  dbt: [rule('dbt_project.yml', 'dbt', '{flow}', 'dbt build')],
  terraform: [rule('{flow}/*.tf', 'terraform')],
  airbyte: [rule('connections/**/*.{json,yml,yaml}', 'airbyte', 'airbyte')],
  argo: [rule('**/*.{yml,yaml}', 'argo')],
  kubernetes: [rule('**/*.{yml,yaml}', 'kubernetes')],
  jenkins: [rule('**/Jenkinsfile', 'text', '{repository}', '{repository}')],
  spark: [rule('jobs/**/{flow}.py', 'spark', 'spark')],
}
