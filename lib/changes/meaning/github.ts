import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { isObject, unordered, yamlObject } from './yaml-text'

/** A workflow of GitHub Actions. The order of steps has a meaning; that of jobs, events and what a job waits for has none. */
export function githubParts(text: string): Parts {
  const workflow = yamlObject(text)
  const { on, jobs, ...rest } = workflow
  const parts: Parts = { ...rest, on: events(on) }
  if (isObject(jobs)) {
    parts.jobs = Object.fromEntries(
      Object.entries(jobs).map(([name, job]): [string, Json] => [name, isObject(job) ? jobParts(job) : job]),
    )
  }
  return parts
}

/** `on: push`, `on: [push]` and `on: { push: }` say the same. */
function events(on: Json | undefined): Json {
  if (typeof on === 'string') return { [on]: null }
  if (Array.isArray(on)) return Object.fromEntries(on.map((name) => [String(name), null]))
  if (!isObject(on)) return null
  return Object.fromEntries(
    Object.entries(on).map(([name, of]): [string, Json] => [
      name,
      name === 'schedule' ? unordered(of) : filters(of),
    ]),
  )
}

const filters = (of: Json): Json =>
  isObject(of)
    ? Object.fromEntries(
        Object.entries(of).map(([key, value]): [string, Json] => [
          key,
          key === 'types' ? unordered(value) : typeof value === 'string' ? [value] : value,
        ]),
      )
    : of

function jobParts(job: Parts): Parts {
  const parts = { ...job }
  if (typeof parts.needs === 'string') parts.needs = [parts.needs]
  if (Array.isArray(parts.needs)) parts.needs = unordered(parts.needs)
  return parts
}
