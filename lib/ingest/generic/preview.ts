import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, TaskTelling } from '@/lib/model/event'
import type {
  EventMapping,
  MappedField,
  MappingPreview,
  PreviewedEvent,
  PreviewedField,
} from '@/lib/model/event-mapping'
import type { UnixNano } from '@/lib/model/fact'
import { dateOfNano } from '@/lib/model/unix-nano'
import { mappedDecoder } from './decode'
import { found, stateOf, textOf, timeOf } from './fields'
import { readMapping } from './mapping'

const MAX_SHOWN = 50
const TIMES = new Set(['at', 'queuedAt', 'startedAt', 'endedAt'])
const NEEDED = new Set(['execution.flow', 'execution.id', 'tasks.id'])

/** What would come of a sample by a mapping, what each field finds in it, and what is wrong with the mapping. Stores nothing. */
export function previewMapping(value: unknown, sample: unknown, receivedAt: UnixNano): MappingPreview {
  const { mapping, problems } = readMapping(value)
  if (mapping === null) return { problems, fields: [], words: [], events: [] }
  const decode = mappedDecoder(mapping)
  const { events } = decode({ protocol: 'webhook', headers: {}, body: sample, receivedAt })
  const shown = events.slice(0, MAX_SHOWN)
  const items = shown.map(({ body }) => new JsonReader(body))
  return {
    problems,
    fields: fieldsOf(mapping, items),
    words: wordsOf(mapping, items),
    events: shown.map(previewed),
  }
}

const tasksIn = (mapping: EventMapping, item: JsonReader): JsonReader[] =>
  mapping.tasks === undefined
    ? []
    : found(item, { path: mapping.tasks.items }).flatMap((each) =>
        Array.isArray(each.value) ? each.items() : [each],
      )

/** Every field of the mapping with the first value that it finds. */
function fieldsOf(mapping: EventMapping, items: readonly JsonReader[]): PreviewedField[] {
  const { labels = {}, ...execution } = mapping.execution
  const tasks = items.flatMap((item) => tasksIn(mapping, item))
  const { items: _list, ...ofTask } = mapping.tasks ?? { items: '' }
  const top = { eventKey: mapping.eventKey, eventType: mapping.eventType }
  return [
    ...rowsOf('', top, items),
    ...rowsOf('execution.', execution, items),
    ...rowsOf('execution.labels.', labels, items),
    ...rowsOf('tasks.', ofTask, tasks),
  ]
}

const rowsOf = (
  before: string,
  fields: Readonly<Record<string, MappedField | undefined>>,
  items: readonly JsonReader[],
): PreviewedField[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    field === undefined
      ? []
      : [
          {
            field: `${before}${name}`,
            path: 'path' in field ? field.path : null,
            found: firstOf(items, field, TIMES.has(name)),
            isNeeded: NEEDED.has(`${before}${name}`),
          },
        ],
  )

/** A time that cannot be read as one is not found. */
function firstOf(items: readonly JsonReader[], field: MappedField, isTime: boolean): string | null {
  for (const item of items) {
    const text = isTime ? isoOf(timeOf(item, field)) : (textOf(item, field) ?? null)
    if (text !== null) return text.slice(0, 500)
  }
  return null
}

function wordsOf(mapping: EventMapping, items: readonly JsonReader[]): MappingPreview['words'] {
  const words = new Map<string, MappingPreview['words'][number]>()
  const learn = (word: string | undefined): void => {
    const state = stateOf(mapping, word, '0')
    if (word !== undefined && state !== null)
      words.set(word.toLowerCase(), { word, state: state.state === 'unknown' ? null : state.state })
  }
  for (const item of items) {
    learn(textOf(item, mapping.execution.state))
    for (const task of tasksIn(mapping, item)) learn(textOf(task, mapping.tasks?.state))
  }
  return [...words.values()].slice(0, MAX_SHOWN)
}

function previewed({ type, subject, because, tellings }: DecodedEvent): PreviewedEvent {
  const execution = tellings.find((each) => each.about === 'execution')
  const tasks = tellings.filter((each): each is TaskTelling => each.about === 'task')
  return {
    type,
    subject,
    because,
    execution:
      execution === undefined
        ? null
        : {
            namespace: execution.of.namespace,
            flow: execution.of.flow,
            id: execution.of.nativeId,
            attempt: execution.of.attempt,
            state: execution.states?.[0]?.state ?? null,
            queuedAt: isoOf(execution.queuedAt),
            startedAt: isoOf(execution.startedAt),
            endedAt: isoOf(execution.endedAt),
            error: execution.errors?.[0]?.message ?? null,
          },
    tasks: tasks.slice(0, MAX_SHOWN).map((task) => ({
      id: task.of.nativeId,
      name: task.name,
      state: task.states?.[0]?.state ?? null,
      startedAt: isoOf(task.startedAt),
      endedAt: isoOf(task.endedAt),
    })),
  }
}

const isoOf = (at: UnixNano | undefined): string | null =>
  at === undefined ? null : dateOfNano(at).toISOString()
