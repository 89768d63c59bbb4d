import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ChangeClass, ChangeTelling, EditTelling, ToldActor, ToldField } from '@/lib/model/change'
import type { UnixNano } from '@/lib/model/fact'
import { airflowDeployment } from './deployment'

const COMMIT = /^[0-9a-f]{40}$/i

/** A version of a DAG: since when Airflow holds it, its file where the poll read that, its commit where the bundle is a Git repository. */
export function versionChanges(around: JsonReader, receivedAt: UnixNano): ChangeTelling[] {
  const version = around.at('item')
  const [dagId, number] = [version.at('dag_id').text(), version.at('version_number').text()]
  if (dagId === undefined || number === undefined) return []
  const bundle = version.at('bundle_version').text()
  const text = around.at('source').text() ?? null
  const isCommit = bundle !== undefined && COMMIT.test(bundle)
  return [
    {
      about: 'definition',
      of: flowOf(around, dagId),
      place: 'deployed',
      at: version.at('created_at').time() ?? receivedAt,
      format: 'airflow',
      text,
      // Without its file a version is itself: which of them differ in nothing is then not known.
      ...(text === null ? { checksum: version.at('id').text() ?? number } : {}),
      // As an execution names it: the bundle's version before the DAG's own.
      revision: bundle ?? number,
      ...(isCommit ? { commit: bundle } : {}),
      url: version.at('bundle_url').text(),
    },
  ]
}

/** What a line of the log of events did to what defines how things run; running, clearing and reading is not that. */
const EDITS: { name: RegExp; classes: ChangeClass[]; kind: string | null }[] = [
  { name: /^(un)?paused$|^(patch_dag|patch_dags|dag_pause|dag_unpause)$/, classes: ['schedule'], kind: null },
  {
    name: /^(post|patch|delete|bulk|create|edit|add)_?connections?\b|^connection\./,
    classes: ['connection'],
    kind: 'connection',
  },
  {
    name: /^(post|patch|delete|bulk|create|edit|add)_?variables?\b|^variable\./,
    classes: ['parameters'],
    kind: 'variable',
  },
  {
    name: /^(post|patch|delete|bulk|create|edit|add)_?pools?\b|^pool\./,
    classes: ['resources'],
    kind: 'pool',
  },
  { name: /^delete_dag$/, classes: ['definition'], kind: null },
]

/** An edit by hand or by the API: a DAG that was paused, a connection, a variable, a pool. */
export function loggedChanges(around: JsonReader, receivedAt: UnixNano): EditTelling[] {
  const entry = around.at('item')
  const action = entry.at('event').text() ?? ''
  const edit = EDITS.find(({ name }) => name.test(action))
  if (edit === undefined) return []
  const extra = new JsonReader(jsonBody(entry.at('extra').value))
  const dagId = entry.at('dag_id').text()
  const isOfDag = edit.kind === null
  if (isOfDag && dagId === undefined) return []
  const id = idOf(extra, edit.kind)
  return [
    {
      about: 'edit',
      of: isOfDag && dagId !== undefined ? flowOf(around, dagId) : null,
      at: entry.at('when').time() ?? receivedAt,
      way: action.startsWith('cli') ? 'api' : 'console',
      actor: actorOf(entry),
      action: wordsOf(action, extra),
      classes: edit.classes,
      fields: fieldsOf(extra),
      ...(edit.kind === null ? {} : { object: { kind: edit.kind, id: id ?? 'unknown' } }),
    },
  ]
}

const flowOf = (around: JsonReader, flow: string) => ({
  namespace: airflowDeployment(around.at('deployment').text()),
  flow,
})

function actorOf(entry: JsonReader): ToldActor | null {
  const id = entry.at('owner').text()
  if (id === undefined || id === 'airflow') return null
  const name = entry.at('owner_display_name').text()
  return { kind: 'airflow', id, ...(name === undefined ? {} : { name }) }
}

const ID_KEYS: Record<string, string[]> = {
  connection: ['connection_id', 'conn_id'],
  variable: ['variable_key', 'key'],
  pool: ['pool_name', 'name', 'pool'],
}

const idOf = (extra: JsonReader, kind: string | null): string | undefined =>
  ID_KEYS[kind ?? '']?.map((key) => extra.at(key).text()).find((id) => id !== undefined)

/** Pausing and unpausing are logged by one word; which it was stands beside it. */
function wordsOf(action: string, extra: JsonReader): string {
  const isPaused = extra.at('is_paused').value
  if (typeof isPaused === 'boolean') return isPaused ? 'paused' : 'unpaused'
  if (/delete/.test(action)) return 'deleted'
  if (/post|create|add/.test(action)) return 'created'
  return /patch|edit/.test(action) ? 'edited' : action
}

const UNTOLD = new Set([
  'method',
  'dag_id',
  'connection_id',
  'variable_key',
  'pool_name',
  'password',
  'val',
  'value',
])

function fieldsOf(extra: JsonReader): ToldField[] | undefined {
  const fields = extra
    .entries()
    .filter(([name]) => !UNTOLD.has(name))
    .map(([name, to]) => ({ name, from: null, to: to.value ?? null }))
  return fields.length === 0 ? undefined : fields
}
