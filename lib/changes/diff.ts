import { diffArrays } from 'diff'
import { canonicalJson, type Json } from '@/lib/audit/canonical-json'
import type { ChangeClass } from '@/lib/model/change'
import type { Difference } from '@/lib/model/flow-change'
import { classAt } from './change-class'
import { isScript, type Parts } from './meaning/meaning'
import { isObject } from './meaning/yaml-text'
import { isSecretAt } from './secret-value'
import { shortened } from './short-value'

/** More is a new definition rather than a change of one. */
const MAX_DIFFERENCES = 300

/** What is different between two meanings of one format, in the order of their paths as they are read. */
export function differencesBetween(format: string, before: Parts, after: Parts): Difference[] {
  const found: Difference[] = []
  walk({ format, found, path: '', keys: [] }, before, after)
  return found
}

type Place = { format: string; found: Difference[]; path: string; keys: readonly string[] }

function walk(place: Place, from: Json | undefined, to: Json | undefined): void {
  if (place.found.length >= MAX_DIFFERENCES || isSame(from, to)) return
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    for (const key of keys) walk(within(place, key), own(from, key), own(to, key))
  } else if (Array.isArray(from) && Array.isArray(to)) walkLists(place, from, to)
  else add(place, from, to)
}

const own = (of: Parts, key: string): Json | undefined => (Object.hasOwn(of, key) ? of[key] : undefined)

const within = (place: Place, key: string): Place => ({
  ...place,
  path: place.path === '' ? key : `${place.path}.${key}`,
  keys: [...place.keys, key],
})

const member = (place: Place, name: string | number): Place => ({ ...place, path: `${place.path}[${name}]` })

function add(place: Place, from: Json | undefined, to: Json | undefined): void {
  const isSecret = isSecretAt(place.keys)
  const [before, after] = [from ?? null, to ?? null]
  place.found.push({
    class: classOf(place, before, after),
    path: place.path,
    from: shortened(before, isSecret),
    to: shortened(after, isSecret),
  })
}

/** What a script imports is told by its path, which says nothing of what was changed in it. */
function classOf({ format, keys }: Place, before: Json, after: Json): ChangeClass {
  if (keys[0] !== 'modules' || !isScript(format)) return classAt(format, keys, before, after)
  return keys.length < 3 ? 'dependencies' : classAt(format, keys.slice(2), before, after)
}

function walkLists(place: Place, from: readonly Json[], to: readonly Json[]): void {
  const [before, after] = [namesOf(from), namesOf(to)]
  if (before !== null && after !== null) walkNamed(place, before, after)
  else if (areWords(from) && areWords(to) && !isCode(place.keys)) add(place, from, to)
  else walkInOrder(place, from, to)
}

const areWords = (list: readonly Json[]): boolean => list.every((each) => typeof each !== 'object')

const isCode = (keys: readonly string[]): boolean => keys.at(-1) === 'code'

/** Members by what names them; null where not all have a name of their own. */
function namesOf(list: readonly Json[]): Map<string, Json> | null {
  const named = new Map<string, Json>()
  for (const item of list) {
    if (!isObject(item)) return null
    const name = [item.id, item.task_id, item.name, item.key].find((each) => typeof each === 'string')
    if (typeof name !== 'string' || named.has(name)) return null
    named.set(name, item)
  }
  return named
}

function walkNamed(place: Place, from: Map<string, Json>, to: Map<string, Json>): void {
  for (const [name, item] of from) walk(member(place, name), item, to.get(name))
  for (const [name, item] of to) if (!from.has(name)) walk(member(place, name), undefined, item)
  const before = [...from.keys()].filter((name) => to.has(name))
  const after = [...to.keys()].filter((name) => from.has(name))
  if (!isSame(before, after)) add(member(place, 'order'), before, after)
}

/** Members without names: those that stand in one place of both lists and are not the same were changed. */
function walkInOrder(place: Place, from: readonly Json[], to: readonly Json[]): void {
  const isEqual = (a: Json, b: Json) => isSame(a, b)
  const parts = diffArrays([...from], [...to], { comparator: isEqual, maxEditLength: 2_000 })
  if (parts === undefined) {
    add(place, from, to)
    return
  }
  let [removed, at]: [readonly Json[], number] = [[], 0]
  for (const part of [...parts, null]) {
    if (part?.removed === true) removed = part.value
    else if (part?.added === true) {
      for (let each = 0; each < Math.max(removed.length, part.value.length); each++) {
        walk(member(place, at + each), removed[each], part.value[each])
      }
      at += part.value.length
      removed = []
    } else {
      for (const [each, item] of removed.entries()) walk(member(place, at + each), item, undefined)
      removed = []
      at += part?.value.length ?? 0
    }
  }
}

const isSame = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
