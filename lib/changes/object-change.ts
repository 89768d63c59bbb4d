import type { Json } from '@/lib/audit/canonical-json'
import { uuidFrom } from '@/lib/executions/identity'
import { actorKey, type EditTelling, type ToldField } from '@/lib/model/change'
import type { Change, Witness } from '@/lib/model/flow-change'
import { dateOfNano } from '@/lib/model/unix-nano'
import { shownFields } from './change-content'
import { isSecretKey } from './secret-value'
import { shortened } from './short-value'

/** An edit of something that belongs to no one flow, with the event that told it. */
export type ObjectEdit = { eventId: string; telling: EditTelling }

/** What tells these edits apart from those of others: the kind and the id of what was edited. */
export const objectName = ({ object }: EditTelling): string => JSON.stringify([object?.kind, object?.id])

/**
 * What was edited by the last edit before of the same, for each of its edits in any order: a tool that logs what was set says
 * nothing of what stood there.
 */
export function withFormer(edits: readonly ObjectEdit[]): ObjectEdit[] {
  const former = new Map<string, unknown>()
  return edits
    .toSorted(
      (a, b) => Number(BigInt(a.telling.at) - BigInt(b.telling.at)) || (a.eventId < b.eventId ? -1 : 1),
    )
    .map(({ eventId, telling }) => {
      const fields = telling.fields?.map((field) => {
        const key = `${objectName(telling)} ${field.name}`
        const from = field.from ?? former.get(key) ?? null
        former.set(key, field.to)
        return { ...field, from }
      })
      return { eventId, telling: fields === undefined ? telling : { ...telling, fields } }
    })
}

/**
 * The change that an edit of something that belongs to no one flow is: a connection, a variable, a pool. Each edit is one
 * of its own, as the tool's log is all that speaks of it. `at` of the answer is ISO 8601 in UTC.
 */
export function objectChange(orgId: string, sourceId: string, eventId: string, edit: EditTelling): Change {
  const { action, way, actor, reason, url = null, object, classes = [] } = edit
  const fields = shownFields(edit.fields ?? [], classes.includes('secrets'))
  const at = dateOfNano(edit.at).toISOString()
  const by = actor === null ? null : actorKey(actor)
  const witness: Witness = {
    kind: 'edit',
    at,
    actorKey: by,
    says: action,
    url,
    eventId,
    sha: null,
    executionId: null,
  }
  return {
    id: uuidFrom('change', orgId, sourceId, eventId, object?.kind ?? '', object?.id ?? ''),
    at,
    way,
    classes: edit.classes ?? ['connection'],
    summary: summaryOf(edit),
    beforeHash: null,
    afterHash: null,
    differences: [],
    fields: fields.map(shownField),
    author: null,
    committer: null,
    pusher: null,
    merger: null,
    editor: by,
    deployer: null,
    reviewers: [],
    actorKey: by,
    isByBot: actor?.isBot === true,
    reason: reason === undefined ? null : { kind: 'edit', text: reason, url },
    tickets: [],
    merge: null,
    commit: null,
    reached: { committedAt: null, deployedAt: at, executedAt: null },
    deployExecutionId: null,
    executionId: null,
    isWitnessedBy: { git: false, tool: true, ci: false, execution: false },
    isUnexplained: by === null,
    witnesses: [witness],
    object: object === undefined ? null : { kind: object.kind, id: object.id, name: object.name ?? null },
  }
}

/** A field without a secret's value, and cut: the event holds what was said. */
const shownField = ({ name, from, to }: ToldField): ToldField => {
  const isSecret = isSecretKey(name.split(/[./]/).at(-1) ?? name)
  return { name, from: shortened(plain(from), isSecret), to: shortened(plain(to), isSecret) }
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null))

const MAX_FIELDS = 3

function summaryOf({ action, object, fields = [] }: EditTelling): string {
  const named = object === undefined ? action : `${object.kind} ${object.name ?? object.id}: ${action}`
  if (fields.length === 0) return named
  const names = fields.slice(0, MAX_FIELDS).map(({ name }) => name)
  const more = fields.length - names.length
  return `${named} (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''})`
}
