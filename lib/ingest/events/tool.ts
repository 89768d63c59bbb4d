import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { State } from '@/lib/model/state'
import type { CloudEventDecoder } from '../cloudevents/cloud-event'
import type { Verifier } from './verify'

/**
 * Everything that is special about a tool, declared in its own folder under `lib/ingest` and listed once in `registry.ts`.
 * The wizard, the guide page, the table of states and the receivers are made from it.
 */
export type Tool = {
  /** The kind of a source, as in `lib/model/source-kind.ts`. */
  id: string
  name: string
  /** Raised whenever the same payload tells something else than before: events know which parser read them. */
  parser: number
  /** What Runledger gets from it and what not, in a sentence or two. */
  about: string
  /** Its own words for states, for the guide page and for the decoder, by what they are said of. */
  states: { of: string; words: Readonly<Record<string, State>> }[]
  /** Taken at `/api/hooks/<source>`. */
  webhook?: {
    /** Ways to prove the sender, the recommended one first. */
    verifiers: Verifier[]
    /** Lower-case names of headers that `decode` reads. */
    headers: string[]
    decode: (event: IncomingEvent) => DecodedRequest
    /** What reads them instead where a mapping is kept with the source (`lib/ingest/generic`). */
    mapped?: (mapping: unknown) => (event: IncomingEvent) => DecodedRequest
  }
  /** Files that people and pipelines upload to `/api/v1/uploads/<what>` with the source's token. */
  uploads?: { what: string; about: string; decode: (event: IncomingEvent) => DecodedRequest }[]
  /** Events that it sends to `/api/v1/cloudevents`, beside CDEvents, which are read for every tool. */
  cloudEvents?: CloudEventDecoder
  /** Its API, asked by the worker. */
  poll?: Poll
  guide: Guide
}

/** What a person does, in order, to connect the tool. Placeholders in code: `{{hook}}`, `{{endpoint}}`, `{{console}}`, `{{token}}`, `{{secret}}`, `{{source}}`. */
export type Guide = {
  /** Ways to connect it, the best first. */
  ways: {
    id: string
    title: string
    /** What comes in this way, and what does not. */
    about: string
    steps: { text: string; code?: { label: string; language: string; code: string } }[]
  }[]
}

/** What the worker needs to ask a tool's API. */
export type Poll = {
  /** What is asked of the person who sets it up, beside the base address. */
  credentials: { name: string; label: string; isSecret: boolean; isOptional?: true }[]
  /** Seconds between two rounds. */
  everySeconds: number
  /** One round: everything since `cursor`, as events in the tool's own JSON, and where to go on. */
  round: (api: ToolApi, cursor: unknown) => AsyncGenerator<PolledPage, void>
  /** What the tool says now of one execution; null where it knows none by that id. */
  ask?: (api: ToolApi, of: { namespace: string; flow: string; nativeId: string }) => Promise<unknown>
  /** Reads what `round` and `ask` gave, wrapped as `{ kind, item }`. */
  decode: (event: IncomingEvent) => DecodedRequest
}

export type PolledPage = { items: unknown[]; cursor: unknown }

/** A tool's API as a poller sees it; refusals, limits of rate and times are dealt with by who makes it. */
export type ToolApi = {
  settings: Readonly<Record<string, string>>
  now: () => Date
  /** JSON of an address relative to the base address; null for 404. Throws on everything else that is not a success. */
  get: (path: string, headers?: Record<string, string>) => Promise<unknown>
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<unknown>
}
