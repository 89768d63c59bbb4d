import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { isObject, unordered, yamlDocuments } from './yaml-text'

/** A pipeline of GitLab CI: the order of stages, scripts and rules has a meaning, that of jobs and of what a job needs has none. */
export function gitlabParts(text: string): Parts {
  // A file may have a head with the inputs that it takes.
  const objects = yamlDocuments(text).filter(isObject)
  return Object.fromEntries(
    objects
      .flatMap(Object.entries<Json>)
      .map(([name, of]): [string, Json] => [name, isObject(of) ? jobParts(of) : of]),
  )
}

/** A script of one line says what a list with that line says. */
function jobParts(job: Parts): Parts {
  const parts = { ...job }
  for (const key of ['script', 'before_script', 'after_script', 'extends', 'only', 'except', 'tags']) {
    if (typeof parts[key] === 'string') parts[key] = [parts[key]]
  }
  for (const key of ['needs', 'tags', 'dependencies']) {
    if (Array.isArray(parts[key])) parts[key] = unordered(parts[key])
  }
  return parts
}
