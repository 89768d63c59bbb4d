import type { SampleSourceKey } from './company'

/** What a tool or a host posts to the address of its source, and when it happened. */
export type SampleHook = {
  source: SampleSourceKey
  atMs: number
  headers: Record<string, string>
  body: unknown
}

/** The name by which somebody of the sample goes on GitHub and in Kestra: nobody real has it. */
export const loginOf = (person: string): string => `${person}-acme`

export const emailOf = (person: string): string => `${person}@acme.example`

/** ISO 8601 in UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString()
