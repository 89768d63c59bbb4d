import type { Json } from '@/lib/audit/canonical-json'
import type { ChangeClass, ToldField } from '@/lib/model/change'
import type { Change, Difference } from '@/lib/model/flow-change'
import { classOfKey, inClassOrder } from './change-class'
import { differencesBetween } from './diff'
import { isFirstSight, type Joined } from './join-steps'
import { meaningOf, type Parts } from './meaning/meaning'
import { isSecretKey } from './secret-value'
import { shortened } from './short-value'
import { fieldsSummary, summaryOf } from './summary'
import { fieldsOf } from './tool-steps'
import type { FlowWitnesses } from './witnesses'

type Content = Pick<Change, 'classes' | 'summary' | 'differences' | 'fields'>

/** A flow is folded again for each witness, and hashes say all there is of what is compared. */
const compared = new Map<string, Difference[]>()
const MAX_COMPARED = 5_000

/** Says what changes touched, from the texts of definitions, each of which is read once. */
export class ContentReader {
  readonly #read = new Map<string, { format: string; parts: Parts } | null>()
  constructor(readonly definitions: FlowWitnesses['definitions']) {}

  /** What a change touched, by its texts and by the fields that the tool tells. */
  contentOf(joined: Joined): Content {
    const fields = fieldsTold(joined)
    const told = joined.edits.flatMap(({ telling }) => telling.classes ?? [])
    const differences = this.#differences(joined)
    // Where the texts are known, the tool's words for the same say nothing more; nor do names where the tool says the class.
    const ofFields = differences.length > 0 ? [] : fields.map(({ name }) => classOfField(name))
    const ofNames = told.length === 0 ? ofFields : ofFields.filter((each) => each === 'secrets')
    const touched = [...differences.map((each) => each.class), ...told, ...ofNames]
    const known = touched.filter((each) => each !== 'definition')
    const classes = inClassOrder(known)
    return {
      classes: classes.length === 0 ? ['definition'] : classes,
      summary: this.#summary(joined, differences, fields),
      differences,
      fields,
    }
  }

  #differences({ before, after }: Joined): Difference[] {
    if (typeof before !== 'string' || typeof after !== 'string') return []
    const known = compared.get(`${before} ${after}`)
    if (known !== undefined) return known
    const [from, to] = [this.#partsOf(before), this.#partsOf(after)]
    if (from === null || to === null || from.format !== to.format) return []
    const differences = differencesBetween(to.format, from.parts, to.parts)
    if (compared.size >= MAX_COMPARED) compared.clear()
    compared.set(`${before} ${after}`, differences)
    return differences
  }

  #summary(joined: Joined, differences: readonly Difference[], fields: readonly ToldField[]): string {
    const { before, after, step, move, edits, isSync } = joined
    if (after === null) return before === null ? 'removed' : 'definition removed'
    if (differences.length > 0) return isSync ? `sync: ${summaryOf(differences)}` : summaryOf(differences)
    if (fields.length > 0) return fieldsSummary(fields)
    if (before === null && after !== undefined) {
      const isSaid = edits.length > 0 || move?.telling.actor !== undefined
      return isFirstSight(joined) && !isSaid ? 'definition first seen' : 'definition added'
    }
    if (after !== undefined) return 'definition changed'
    if (step !== null) return `${fileOf(step.commits[0].path)} ${wasOf(joined)} in Git`
    if (move === null && edits[0] !== undefined) return edits[0].telling.action
    return 'definition changed'
  }

  #partsOf(hash: string): { format: string; parts: Parts } | null {
    const known = this.#read.get(hash)
    if (known !== undefined) return known
    const definition = this.definitions.get(hash)
    const meaning =
      definition === undefined || definition.text === null
        ? null
        : meaningOf(definition.format, definition.text)
    const parts =
      definition === undefined || meaning === null || 'problem' in meaning
        ? null
        : { format: definition.format, parts: meaning.parts }
    this.#read.set(hash, parts)
    return parts
  }
}

const fileOf = (path: string): string => path.split('/').at(-1) ?? path

function wasOf({ step }: Joined): string {
  const path = step?.commits[0].path
  return step?.commits[0].telling.files.find((file) => file.path === path)?.was ?? 'changed'
}

/** Fields that the edits tell, each by its last word. */
function fieldsTold({ edits }: Joined): ToldField[] {
  const fields = new Map<string, ToldField>()
  for (const { name, from, to } of edits.flatMap(fieldsOf)) {
    fields.set(name, { name, from: fields.get(name)?.from ?? from, to })
  }
  return shownFields([...fields.values()])
}

/** Fields as they are shown: what is long is cut, and what looks like a secret is left out, as is all of one that `isSecret`. */
export const shownFields = (fields: readonly ToldField[], isSecret = false): ToldField[] =>
  fields.map(({ name, from, to }) => ({
    name,
    from: shortened(asJson(from), isSecret || isSecretKey(lastKey(name))),
    to: shortened(asJson(to), isSecret || isSecretKey(lastKey(name))),
  }))

const lastKey = (name: string): string => name.split(/[./]/).at(-1) ?? name

// What a tool tells came as JSON.
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null))

/** What a field is about, by the last of its words that says. */
const classOfField = (name: string): ChangeClass =>
  isSecretKey(lastKey(name)) ? 'secrets' : classOfWords(name)

const classOfWords = (name: string): ChangeClass =>
  name
    .split(/[./]/)
    .toReversed()
    .map(classOfKey)
    .find((each) => each !== null) ?? 'definition'
