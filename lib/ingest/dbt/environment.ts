import { nativeKey } from '@/lib/executions/execution-key'
import { airflowDeployment } from '@/lib/ingest/airflow/deployment'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { kestraKey } from '@/lib/ingest/kestra/links'
import { flowRunKey } from '@/lib/ingest/prefect/runs'
import type { ExecutionReference, ExecutionTelling } from '@/lib/model/event'

/**
 * What `metadata.env` of an artifact tells: the variables that began with `DBT_ENV_CUSTOM_ENV_`, which is how a
 * pipeline hands dbt who started it. Ids that orchestrators put into the environment of what they start name the parent
 * outright; pages, traces and OpenLineage runs are found whatever the variable is called.
 */
export function environmentWords(env: JsonReader, own: readonly string[]): Partial<ExecutionTelling> {
  const first = (...names: string[]) =>
    names.map((name) => env.at(name).text()).find((each) => each !== undefined)
  return {
    commit: first('GITHUB_SHA', 'CI_COMMIT_SHA', 'BUILD_SOURCEVERSION', 'GIT_COMMIT', 'GIT_SHA'),
    branch: first('GITHUB_REF_NAME', 'CI_COMMIT_REF_NAME', 'BUILD_SOURCEBRANCHNAME', 'GIT_BRANCH'),
    actor: first('GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'BUILD_REQUESTEDFOR'),
    references: [...parentsIn(env), ...mentionsIn(env.value, 'metadata.env', own)],
  }
}

function parentsIn(env: JsonReader): ExecutionReference[] {
  const parent = (key: string, name: string): ExecutionReference => ({
    kind: 'parent',
    key,
    confidence: 'certain',
    evidence: `${name} in metadata.env`,
  })
  const found: ExecutionReference[] = []
  const kestra = env.at('KESTRA_EXECUTION_ID').text()
  if (kestra !== undefined) found.push(parent(kestraKey(kestra), 'KESTRA_EXECUTION_ID'))
  const prefect = env.at('PREFECT__FLOW_RUN_ID').text()
  if (prefect !== undefined) found.push(parent(flowRunKey(prefect), 'PREFECT__FLOW_RUN_ID'))
  const [dag, run] = [env.at('AIRFLOW_CTX_DAG_ID').text(), env.at('AIRFLOW_CTX_DAG_RUN_ID').text()]
  if (dag !== undefined && run !== undefined) {
    const deployment = airflowDeployment(env.at('AIRFLOW_DEPLOYMENT').text())
    found.push(parent(nativeKey('airflow', deployment, dag, run), 'AIRFLOW_CTX_DAG_RUN_ID'))
  }
  const [repository, id] = [env.at('GITHUB_REPOSITORY').text(), env.at('GITHUB_RUN_ID').text()]
  const server = env.at('GITHUB_SERVER_URL').text() ?? 'https://github.com'
  if (repository !== undefined && id !== undefined) {
    const page = mentionsIn(`${server}/${repository}/actions/runs/${id}`, 'GITHUB_RUN_ID in metadata.env')
    found.push(
      ...page.map((each) => ({
        ...each,
        kind: 'parent' as const,
        evidence: 'GITHUB_RUN_ID in metadata.env',
      })),
    )
  }
  return found
}
