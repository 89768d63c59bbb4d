import { hash } from 'node:crypto'
import { flowsOf, type MatchedRule, type PathRule, ruleOf } from '@/lib/changes/glob-rules'
import { meaningOf } from '@/lib/changes/meaning/meaning'
import { flowIdOf } from '@/lib/executions/identity'
import { toldIdentity } from '@/lib/ingest/events/told-identity'

/** A flow that a file defines, and what the definition means. */
export type FileDefinition = {
  flowId: string
  sourceId: string
  namespace: string
  flow: string
  ruleId: string
  format: string
  /** Hexadecimal. */
  hash: string
  text: string | null
}

/** Reads the definitions that files hold, by the rules of their repository; each blob by each rule once. */
export class FileDefinitions {
  readonly #orgId: string
  readonly #repository: string
  readonly #rules: readonly PathRule[]
  readonly #matched = new Map<string, MatchedRule | null>()
  readonly #read = new Map<string, FileDefinition[]>()

  constructor(orgId: string, repository: string, rules: readonly PathRule[]) {
    this.#orgId = orgId
    this.#repository = repository
    this.#rules = rules
  }

  /** The first rule that fits the path; null where none does. */
  ruleOf(path: string): MatchedRule | null {
    const known = this.#matched.get(path)
    if (known !== undefined) return known
    const found = ruleOf(this.#rules, path)
    this.#matched.set(path, found)
    return found
  }

  /** What a file defines. A text of null is one that cannot be read: its blob stands for it. */
  of(path: string, blob: string, text: string | null): FileDefinition[] {
    const matched = this.ruleOf(path)
    if (matched === null) return []
    const key = `${blob} ${path}`
    const known = this.#read.get(key)
    if (known !== undefined) return known
    const found = this.#definitions(matched, path, blob, text)
    this.#read.set(key, found)
    return found
  }

  #definitions(matched: MatchedRule, path: string, blob: string, text: string | null): FileDefinition[] {
    const { id: ruleId, format, sourceId } = matched.rule
    return flowsOf(matched, this.#repository, path, text).map((found) => {
      const { namespace, flow } = toldIdentity(found.namespace, found.flow, '')
      const definition = text === null ? null : found.text
      return {
        flowId: flowIdOf(this.#orgId, { sourceId, namespace, flow }),
        sourceId,
        namespace,
        flow,
        ruleId,
        format,
        hash: definition === null ? sha256(`checksum ${format} ${blob}`) : hashOfText(format, definition),
        text: definition,
      }
    })
  }
}

/** What a text means, as a hash in hexadecimal; of one that cannot be read, that of its bytes. */
function hashOfText(format: string, text: string): string {
  const meaning = meaningOf(format, text)
  return 'problem' in meaning ? sha256(`text ${format} ${text}`) : meaning.hash
}

const sha256 = (text: string): string => hash('sha256', text, 'hex')
