import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { byName, isNothing, isObject, listOf, unordered, yamlObject } from './yaml-text'

/** Where and when it was read, and what Airflow counts. */
const OF_PARSE = new Set([
  'fileloc',
  'relative_fileloc',
  '_processor_dags_folder',
  'last_parsed_time',
  'last_parsed',
  'last_expired',
  'last_pickled',
  'last_loaded',
  'bundle_name',
  'bundle_version',
  'dag_hash',
  'dag_version',
  'dag_version_id',
  'latest_dag_version',
  'version_number',
  'file_token',
  'next_dagrun',
  'next_dagrun_create_after',
  'next_dagrun_logical_date',
  'next_dagrun_run_after',
  'next_dagrun_data_interval_start',
  'next_dagrun_data_interval_end',
  'has_import_errors',
  '_needs_expansion',
  'client_defaults',
  '__version',
])

/** Lists that Airflow makes of sets. */
const OF_SET =
  /^(tags|owners|downstream_task_ids|upstream_task_ids|upstream_group_ids|downstream_group_ids|dag_dependencies|edges|_?outlets?|_?inlets?)$/

/** Ids that somebody chose are meant; any other is drawn when the file is parsed. */
const IS_REFERENCE =
  /(connection|conn|source|destination|job|workspace|project|account|tenant|cluster|deployment|warehouse|dag|task|flow|table|dataset|model|schema|bucket|topic|secret|client|group|user)_?(u?u?id|name)?s?$/i

const UUID = /\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b/gi
const ADDRESS = /\b0x[0-9a-f]{6,16}\b/gi
/** Nobody writes microseconds: it is the time at which the file was parsed. */
const MOMENT = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{3,9}(?:Z|[+-]\d\d:?\d\d)?/g

/** A serialised DAG: what is drawn, counted and clocked at each parse is gone, however often it is parsed. */
export function airflowJsonParts(text: string): Parts {
  const value = yamlObject(text)
  const dag = isObject(value.dag) ? value.dag : value
  const { tasks, ...rest } = dag
  const parts = cleanObject(rest)
  const list = listOf(tasks).map((task) =>
    clean('', isObject(task) && isObject(task.__var) ? task.__var : task),
  )
  return { ...parts, tasks: byName(list, 'task_id') }
}

function cleanObject(of: Parts): Parts {
  return Object.fromEntries(
    Object.entries(of)
      .filter(([key, value]) => !OF_PARSE.has(key) && !isNothing(value))
      .map(([key, value]): [string, Json] => [key, clean(key, value)]),
  )
}

function clean(key: string, value: Json): Json {
  if (typeof value === 'string') return cleanText(key, value)
  if (typeof value === 'number') {
    return /_(date|time|at)$/.test(key) && !Number.isInteger(value) ? '<time of the parse>' : value
  }
  if (Array.isArray(value)) {
    const items = value.map((each) => clean(key, each))
    return OF_SET.test(key) ? unordered(items) : items
  }
  if (!isObject(value)) return value
  if (value.__type === 'set' || value.__type === 'frozenset')
    return unordered(listOf(value.__var).map((each) => clean(key, each)))
  if (/^(datetime|timestamp)$/.test(String(value.__type)) && typeof value.__var === 'number') {
    return Number.isInteger(value.__var) ? value.__var : '<time of the parse>'
  }
  return cleanObject(value)
}

function cleanText(key: string, text: string): string {
  const still = text.replace(ADDRESS, '<address>').replace(MOMENT, '<time of the parse>')
  return IS_REFERENCE.test(key) ? still : still.replace(UUID, '<drawn id>')
}
