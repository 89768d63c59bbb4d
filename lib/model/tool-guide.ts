import type { State } from './state'

/** A tool among those that can be connected, as a person chooses it. */
export type ToolChoice = {
  /** The kind of a source (`lib/model/source-kind.ts`). */
  id: string
  name: string
  /** What comes from it, and what not. */
  about: string
  /** Ways to connect it, in a word each. */
  ways: string[]
}

/** A step of a way to connect a tool; code has places such as `{{token}}` until they are filled. */
export type GuideStep = { text: string; code?: { label: string; language: string; code: string } }

/** One way to connect a tool. */
export type GuideWay = { id: string; title: string; about: string; steps: GuideStep[] }

/** One of the ways in which a tool can prove that it sent a webhook. */
export type WebhookProof = {
  /** What is kept of it: the kind of the verifier. */
  id: string
  title: string
  about: string
  /** What is kept to verify it: a secret of its own, an ingest token of the source, or the ARN of a topic. */
  by: 'secret' | 'token' | 'topic'
  /** How a secret begins that is made here, and what it is made of. */
  secretForm: 'hex' | 'whsec' | null
}

/** What is asked of a person so that the tool's API can be asked. */
export type PollCredential = { name: string; label: string; isSecret: boolean; isOptional: boolean }

/** All that is shown of how a tool is connected and read. */
export type ToolGuide = {
  id: string
  name: string
  about: string
  ways: GuideWay[]
  /** The recommended one first; empty where the tool sends no webhooks. */
  proofs: WebhookProof[]
  poll: { credentials: PollCredential[]; everySeconds: number; asksAgain: boolean } | null
  uploads: { what: string; about: string }[]
  /** True where a person says which places of its payloads mean what. */
  isMapped: boolean
  /** The tool's own words for states, by what they are said of. */
  states: { of: string; words: { word: string; state: State }[] }[]
}
