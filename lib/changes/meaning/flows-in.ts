import type { Json } from '@/lib/audit/canonical-json'
import { kubernetesParts } from './kubernetes'
import type { Parts } from './meaning'
import { isPrefectPython, prefectFlowName } from './prefect'
import { pythonNames } from './python-names'
import { Unreadable } from './unreadable'
import { isObject, listOf, yamlDocuments } from './yaml-text'

/** A flow that a file defines, with what of the file is about it. The namespace is empty where the file does not say. */
export type FoundFlow = { namespace: string; flow: string; text: string }

/** The flows of a file; `problem` says why and where it could not be read, null where it could. */
export type FlowsFound = { flows: FoundFlow[]; problem: string | null }

/** The flows that a file defines, by the names in it; none where it cannot be read or defines none. */
export function flowsIn(format: string, path: string, text: string): FlowsFound {
  try {
    return { flows: finderOf(format)(text, path), problem: null }
  } catch (error) {
    if (error instanceof Unreadable) return { flows: [], problem: error.message }
    throw error
  }
}

type Finder = (text: string, path: string) => FoundFlow[]

const FINDERS: Record<string, Finder> = {
  kestra: kestraFlows,
  github: githubFlows,
  prefect: prefectFlows,
  airflow: (text) => pythonNames(text, 'airflow').map((flow) => ({ namespace: 'airflow', flow, text })),
  dagster: (text) => pythonNames(text, 'dagster').map((flow) => ({ namespace: 'dagster', flow, text })),
  dbt: dbtFlows,
  airbyte: airbyteFlows,
  argo: kubernetesFlows,
  kubernetes: kubernetesFlows,
  terraform: (text, path) => [{ namespace: '', flow: path.split('/').at(-2) ?? '', text }],
}

const finderOf = (format: string): Finder =>
  Object.hasOwn(FINDERS, format) ? (FINDERS[format] ?? ofPath) : ofPath

/** What names nothing goes by its file. */
function ofPath(text: string, path: string): FoundFlow[] {
  const file = path.split('/').at(-1) ?? path
  return [{ namespace: '', flow: file.replace(/(?<=.)\.\w+$/, ''), text }]
}

const word = (value: Json | undefined): string => (typeof value === 'string' ? value.trim() : '')

function kestraFlows(text: string): FoundFlow[] {
  const documents = yamlDocuments(text).filter(isObject)
  const flows = documents.filter(({ id, namespace }) => word(id) !== '' && word(namespace) !== '')
  return flows.map((flow) => ({
    namespace: word(flow.namespace),
    flow: word(flow.id),
    text: documents.length === 1 ? text : JSON.stringify(flow, null, 2),
  }))
}

/** As GitHub calls it: by its name, else by its path. */
function githubFlows(text: string, path: string): FoundFlow[] {
  const workflow = yamlDocuments(text)[0]
  if (!isObject(workflow) || !isObject(workflow.jobs)) return []
  return [{ namespace: '', flow: word(workflow.name) || path, text }]
}

/** A flow may have several deployments: what defines it is all of them. */
function prefectFlows(text: string): FoundFlow[] {
  if (isPrefectPython(text)) {
    return pythonNames(text, 'prefect').map((flow) => ({ namespace: 'prefect', flow, text }))
  }
  const file = yamlDocuments(text)[0]
  if (!isObject(file)) return []
  const byFlow = new Map<string, Parts[]>()
  for (const deployment of listOf(file.deployments).filter(isObject)) {
    const flow = prefectFlowName(deployment)
    if (flow !== null) byFlow.set(flow, [...(byFlow.get(flow) ?? []), { ...shared(file), ...deployment }])
  }
  return [...byFlow].map(([flow, deployments]) => {
    const [only] = deployments
    const of = only !== undefined && deployments.length === 1 ? only : { deployments }
    return { namespace: 'prefect', flow, text: JSON.stringify(of, null, 2) }
  })
}

/** Steps of the file hold for deployments that have none of their own. */
const shared = ({ pull }: Parts): Parts => (pull === undefined || pull === null ? {} : { pull })

function dbtFlows(text: string, path: string): FoundFlow[] {
  if (/\.sql$/i.test(path)) return ofPath(text, path)
  const file = yamlDocuments(text)[0]
  if (!isObject(file)) return []
  const name = isObject(file.metadata) ? file.metadata.project_name : file.name
  return word(name) === '' ? [] : [{ namespace: word(name), flow: word(name), text }]
}

function airbyteFlows(text: string): FoundFlow[] {
  return yamlDocuments(text)
    .filter(isObject)
    .filter(({ name }) => word(name) !== '')
    .map((connection) => ({
      namespace: 'airbyte',
      flow: word(connection.name),
      text: JSON.stringify(connection, null, 2),
    }))
}

const RUNNABLE =
  /^(CronJob|Job|CronWorkflow|Workflow|WorkflowTemplate|ClusterWorkflowTemplate|ScaledJob|SparkApplication|ScheduledSparkApplication|FlinkDeployment|PipelineRun|Pipeline)$/

function kubernetesFlows(text: string): FoundFlow[] {
  const documents = yamlDocuments(text)
    .filter(isObject)
    .flatMap((each) => (each.kind === 'List' ? listOf(each.items).filter(isObject) : [each]))
  return documents
    .filter(({ kind }) => RUNNABLE.test(word(kind)))
    .flatMap((object) => {
      const metadata = isObject(object.metadata) ? object.metadata : {}
      const flow = word(metadata.name) || word(metadata.generateName).replace(/-+$/, '')
      const own = documents.length === 1 ? text : JSON.stringify(object, null, 2)
      if (flow === '' || Object.keys(kubernetesParts(own)).length === 0) return []
      return [{ namespace: word(metadata.namespace) || 'default', flow, text: own }]
    })
}
