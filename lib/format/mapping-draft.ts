import type { State } from '@/lib/model/state'

/** A mapping as a person edits it: a text for each field, empty where it is not mapped, `=…` where it is the same for all. */
export type MappingDraft = {
  fields: Readonly<Record<string, string>>
  states: Readonly<Record<string, State>>
  labels: readonly { name: string; path: string }[]
}

type FieldChoice = { field: string; label: string; hint?: string; isList?: true }

/** Everything that can be mapped, as it is shown. */
export const MAPPING_GROUPS: readonly { title: string; about: string; fields: readonly FieldChoice[] }[] = [
  {
    title: 'Execution',
    about: 'Flow and id are needed; without them a payload is kept, and nothing more.',
    fields: [
      { field: 'execution.flow', label: 'Flow' },
      { field: 'execution.id', label: 'Id' },
      { field: 'execution.state', label: 'State' },
      { field: 'execution.startedAt', label: 'Started' },
      { field: 'execution.endedAt', label: 'Ended' },
      { field: 'execution.queuedAt', label: 'Queued' },
      { field: 'execution.error', label: 'Error' },
      { field: 'execution.namespace', label: 'Namespace' },
      { field: 'execution.attempt', label: 'Attempt' },
      { field: 'execution.at', label: 'Said at', hint: 'By it the latest word counts.' },
      { field: 'execution.url', label: 'Page' },
      { field: 'execution.title', label: 'Title' },
      { field: 'execution.trigger', label: 'Trigger' },
      { field: 'execution.actor', label: 'Actor' },
      { field: 'execution.environment', label: 'Environment' },
      { field: 'execution.version', label: 'Version' },
      { field: 'execution.commit', label: 'Commit' },
      { field: 'execution.branch', label: 'Branch' },
      { field: 'execution.traceparent', label: 'Traceparent' },
      {
        field: 'execution.startedBy',
        label: 'Started by',
        hint: 'Searched for pages and traces of what started it.',
      },
    ],
  },
  {
    title: 'Task runs',
    about: 'Paths begin at an item of the list.',
    fields: [
      { field: 'tasks.items', label: 'List', isList: true },
      { field: 'tasks.id', label: 'Id' },
      { field: 'tasks.name', label: 'Name' },
      { field: 'tasks.state', label: 'State' },
      { field: 'tasks.startedAt', label: 'Started' },
      { field: 'tasks.endedAt', label: 'Ended' },
      { field: 'tasks.error', label: 'Error' },
      { field: 'tasks.kind', label: 'Kind' },
      { field: 'tasks.attempt', label: 'Attempt' },
      { field: 'tasks.worker', label: 'Worker' },
      { field: 'tasks.parent', label: 'Within', hint: 'Id of the task run that it lies in.' },
      { field: 'tasks.url', label: 'Page' },
    ],
  },
  {
    title: 'Events',
    about: 'Which parts of a payload are events, and which of those are about executions.',
    fields: [
      { field: 'events', label: 'List of events', isList: true, hint: 'Where one payload holds many.' },
      { field: 'eventKey', label: 'Id of the event', hint: 'The whole payload where it is left out.' },
      { field: 'eventType', label: 'Type of the event' },
      { field: 'only.path', label: 'Only where', isList: true },
      { field: 'only.values', label: 'is one of', isList: true, hint: 'With commas between them.' },
    ],
  },
]

const FIELDS = MAPPING_GROUPS.flatMap(({ fields }) => fields)
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is stored, as it is edited; empty where nothing is. */
export function draftOf(mapping: unknown): MappingDraft {
  const at = (place: string): unknown =>
    place
      .split('.')
      .reduce<unknown>((of, key) => (isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined), mapping)
  const fields = FIELDS.flatMap(({ field }): [string, string][] => {
    const text = textOf(at(field))
    return text === null ? [] : [[field, text]]
  })
  const labels = at('execution.labels')
  const states = at('states')
  return {
    fields: Object.fromEntries(fields),
    states: isObject(states) ? (states as Record<string, State>) : {},
    labels: isObject(labels)
      ? Object.entries(labels).map(([name, field]) => ({ name, path: textOf(field) ?? '' }))
      : [],
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.join(', ')
  if (!isObject(value)) return null
  if (typeof value.path === 'string') return value.path
  return typeof value.value === 'string' ? `=${value.value}` : null
}

/** The mapping that a draft stands for, which may still have something wrong with it. */
export function mappingOf({ fields, states, labels }: MappingDraft): Record<string, unknown> {
  const mapping: Record<string, Record<string, unknown>> & Record<string, unknown> = Object.create(null)
  for (const { field, isList } of FIELDS) {
    const text = (fields[field] ?? '').trim()
    if (text === '') continue
    const value = field === 'only.values' ? valuesIn(text) : isList ? text : fieldIn(text)
    const [first = '', second] = field.split('.')
    if (second === undefined) mapping[first] = value as Record<string, unknown>
    else mapping[first] = { ...mapping[first], [second]: value }
  }
  const named = labels.filter(({ name, path }) => name.trim() !== '' && path.trim() !== '')
  if (named.length > 0) {
    const pairs = named.map(({ name, path }) => [name.trim(), fieldIn(path.trim())])
    mapping.execution = { ...mapping.execution, labels: Object.fromEntries(pairs) }
  }
  return { ...mapping, ...(Object.keys(states).length === 0 ? {} : { states }) }
}

const fieldIn = (text: string): { path: string } | { value: string } =>
  text.startsWith('=') ? { value: text.slice(1).trim() } : { path: text }

const valuesIn = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')

const MOST_PLACES = 300

/** Paths of a sample at which there is something, in its order, to choose from; lists by their first item and as [*]. */
export function placesIn(sample: unknown): { path: string; value: string | null }[] {
  const places: { path: string; value: string | null }[] = []
  const toVisit: { value: unknown; path: string }[] = [{ value: sample, path: '' }]
  for (
    let next = toVisit.shift();
    next !== undefined && places.length < MOST_PLACES;
    next = toVisit.shift()
  ) {
    const { value, path } = next
    const isHolder = typeof value === 'object' && value !== null
    if (path !== '') places.push({ path, value: isHolder ? null : String(value).slice(0, 100) })
    if (Array.isArray(value)) {
      if (value.length > 0) toVisit.push({ value: value[0], path: `${path}[*]` })
    } else if (isObject(value)) {
      const parts = Object.entries(value).slice(0, MOST_PLACES)
      toVisit.push(
        ...parts.map(([key, part]) => ({ value: part, path: `${path}${stepTo(key, path === '')}` })),
      )
    }
  }
  return places
}

const stepTo = (key: string, isFirst: boolean): string =>
  /^[^.[\]"'\s]+$/.test(key) ? `${isFirst ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`
