import type { State } from './state'

/** Where a value comes from: a place in the payload (`run.steps[0].name`, `errors[*].text`), or the same for all. */
export type MappedField = { path: string } | { value: string }

/** What of an execution or a task run is read from where. */
type MappedCourse = {
  state?: MappedField
  queuedAt?: MappedField
  startedAt?: MappedField
  endedAt?: MappedField
  error?: MappedField
  url?: MappedField
}

/** How the payloads of a tool that Runledger does not know are read. */
export type EventMapping = {
  /** A list in the payload, each of whose items is an event by itself. */
  events?: string
  /** What makes it the same event when it is sent again; the whole payload where it is left out. */
  eventKey?: MappedField
  eventType?: MappedField
  /** Only payloads with one of these values at this place are about executions; others are kept. */
  only?: { path: string; values: string[] }
  execution: MappedCourse & {
    namespace?: MappedField
    flow: MappedField
    id: MappedField
    attempt?: MappedField
    /** When it was said; by it, the latest word counts. */
    at?: MappedField
    title?: MappedField
    trigger?: MappedField
    actor?: MappedField
    commit?: MappedField
    branch?: MappedField
    version?: MappedField
    environment?: MappedField
    /** A W3C traceparent of the execution itself. */
    traceparent?: MappedField
    /** Anything that names what started it: searched for addresses and traceparents. */
    startedBy?: MappedField
    labels?: Record<string, MappedField>
  }
  /** The tool's own words for states; case does not matter. */
  states?: Record<string, State>
  /** Paths here begin at an item of the list. */
  tasks?: MappedCourse & {
    items: string
    id: MappedField
    name?: MappedField
    kind?: MappedField
    attempt?: MappedField
    worker?: MappedField
    /** Id of the task run that it lies in. */
    parent?: MappedField
  }
}

/** What is wrong with a mapping, and where: `execution.flow.path`. */
export type MappingProblem = { place: string; message: string }

/** What a field came to in the sample. */
export type PreviewedField = {
  /** `execution.flow`, `tasks.name` */
  field: string
  path: string | null
  /** The first value that was found, as it is read; null where there is none. */
  found: string | null
  /** True where nothing comes of an event without it. */
  isNeeded: boolean
}

/** One event of the sample as it would be stored. */
export type PreviewedEvent = {
  type: string
  subject: string | null
  /** Why nothing would come of it; null where something would. */
  because: string | null
  execution: {
    namespace: string
    flow: string
    id: string
    attempt: number
    state: State | null
    queuedAt: string | null
    startedAt: string | null
    endedAt: string | null
    error: string | null
  } | null
  tasks: { id: string; name: string; state: State | null; startedAt: string | null; endedAt: string | null }[]
}

/** What would come of a sample by a mapping, before it is kept. */
export type MappingPreview = {
  problems: MappingProblem[]
  fields: PreviewedField[]
  /** Words for states in the sample, and what they are taken for; null where nobody knows. */
  words: { word: string; state: State | null }[]
  events: PreviewedEvent[]
}
