import { hash } from 'node:crypto'
import { flowsOf, type MatchedRule, type PathRule, ruleOf } from '@/lib/changes/glob-rules'
import { hashOfModules, hashOfText, isScript, MODULE } from '@/lib/changes/meaning/meaning'
import { joinFiles, type TextFile } from '@/lib/changes/meaning/several-files'
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
  /** Null where it cannot be read, and where it stands in several files. */
  text: string | null
  /** Those, the leading one first, by the hash of what each means; null where it is one file. */
  files: { path: string; hash: string }[] | null
  /** What those files say. */
  members: { hash: string; format: string; text: string }[]
}

/** A file as a commit has it; a text of null is one that cannot be read. */
export type FileText = { path: string; blob: string; text: string | null }

/** Reads the definitions that files hold, by the rules of their repository; each blob by each rule once. */
export class FileDefinitions {
  readonly #orgId: string
  readonly #repository: string
  readonly #rules: readonly PathRule[]
  readonly #matched = new Map<string, MatchedRule | null>()
  readonly #read = new Map<string, Read>()

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

  /**
   * What a file defines, together with files beside it that are part of it. A text of null is one that cannot be read: its
   * blob stands for it.
   */
  of(path: string, blob: string, text: string | null, beside: readonly FileText[] = []): FileDefinition[] {
    return this.#readOf({ path, blob, text }, beside).definitions
  }

  /** Why and where a file could not be read; null where it could. */
  problemOf(path: string, blob: string, text: string | null): string | null {
    return this.#readOf({ path, blob, text }, []).problem
  }

  #readOf(file: FileText, beside: readonly FileText[]): Read {
    const matched = this.ruleOf(file.path)
    if (matched === null) return { definitions: [], problem: null }
    const key = [file, ...beside].map(({ blob, path }) => `${blob} ${path}`).join('\n')
    const known = this.#read.get(key)
    if (known !== undefined) return known
    const found = this.#definitions(matched, file, beside)
    this.#read.set(key, found)
    return found
  }

  #definitions(matched: MatchedRule, { path, blob, text }: FileText, beside: readonly FileText[]): Read {
    const { id: ruleId, format, sourceId } = matched.rule
    const { flows, problem } = flowsOf(matched, this.#repository, path, text)
    const definitions = flows.map((found): FileDefinition => {
      const { namespace, flow } = toldIdentity(found.namespace, found.flow, '')
      const definition = text === null ? null : found.text
      const whole = text !== null && definition === text ? severalOf(format, { path, text }, beside) : null
      return {
        flowId: flowIdOf(this.#orgId, { sourceId, namespace, flow }),
        sourceId,
        namespace,
        flow,
        ruleId,
        format,
        ...(whole ?? {
          hash: definition === null ? sha256(`checksum ${format} ${blob}`) : hashOfText(format, definition),
          text: definition,
          files: null,
          members: [],
        }),
      }
    })
    return { definitions, problem }
  }
}

type Read = { definitions: FileDefinition[]; problem: string | null }

/** A definition of several files; null where it stands in one. */
function severalOf(
  format: string,
  main: TextFile,
  beside: readonly FileText[],
): Pick<FileDefinition, 'hash' | 'text' | 'files' | 'members'> | null {
  const others = beside.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]))
  if (others.length === 0) return null
  const member = ({ path, text }: TextFile, as: string) => ({
    path,
    format: as,
    text,
    hash: hashOfText(as, text),
  })
  const beyond = isScript(format) ? MODULE : format
  const members = [member(main, format), ...others.map((each) => member(each, beyond))]
  const [first, ...rest] = members.map(({ path, hash: of }) => ({ path, hash: of }))
  const whole = isScript(format)
    ? hashOfModules(format, first?.hash ?? '', rest)
    : hashOfText(format, joinFiles([main, ...others]))
  return {
    hash: whole,
    text: null,
    files: members.map(({ path, hash: of }) => ({ path, hash: of })),
    members: members.map(({ format: as, text, hash: of }) => ({ format: as, text, hash: of })),
  }
}

/** What is kept of definitions: each, and each of the files that it stands in. */
export const keptOf = (definitions: readonly FileDefinition[]) =>
  definitions.flatMap(({ hash: of, format, text, files, members }) => [
    ...members.map((member) => ({ ...member, files: null })),
    { hash: of, format, text, files },
  ])

const sha256 = (text: string): string => hash('sha256', text, 'hex')
