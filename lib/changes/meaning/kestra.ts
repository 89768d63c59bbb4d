import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { byName, isObject, listOf, without, yamlObject } from './yaml-text'

/** What Kestra's API adds to what somebody wrote. */
const ADDED = [
  'revision',
  'source',
  'updated',
  'created',
  'deleted',
  'tenantId',
  'uid',
  'exception',
  '_links',
]

/**
 * A flow of Kestra, as its file or its API has it. The order of tasks has a meaning; that of keys, inputs, labels and triggers
 * has none.
 */
export function kestraParts(text: string): Parts {
  const flow = yamlObject(text)
  const parts = clean(without(flow, ...ADDED))
  if (parts.disabled === false) delete parts.disabled
  if (parts.draft === false) delete parts.draft
  if (Array.isArray(parts.labels)) parts.labels = pairs(parts.labels)
  for (const list of ['inputs', 'outputs', 'triggers', 'listeners']) {
    if (Array.isArray(parts[list])) parts[list] = byName(parts[list], 'id', 'name')
  }
  return parts
}

/** Labels as a list of keys and values say what an object says. */
function pairs(labels: Json): Parts {
  return Object.fromEntries(
    listOf(labels)
      .filter(isObject)
      .map((label): [string, Json] => [String(label.key), label.value ?? null]),
  )
}

/** What is null is the same as what is not there. */
const clean = (parts: Parts): Parts =>
  Object.fromEntries(
    Object.entries(parts)
      .filter(([, value]) => value !== null)
      .map(([key, value]): [string, Json] => [key, cleaned(value)]),
  )

function cleaned(value: Json): Json {
  if (Array.isArray(value)) return value.map(cleaned)
  return isObject(value) ? clean(value) : value
}
