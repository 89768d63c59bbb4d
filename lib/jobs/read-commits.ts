import type { DueRepository } from '@/db/store/read-repositories'
import type { HeadFile, HistoryCommit, ReadDefinition } from '@/db/store/repository-history'
import { codeOwnersOf } from '@/lib/git/code-owners-file'
import { commitTelling, landedAtOf } from '@/lib/git/commit-telling'
import { DefinitionReader } from '@/lib/git/definition-reader'
import { type FileDefinition, FileDefinitions, keptOf } from '@/lib/git/file-definitions'
import type { GitCommit, GitFileChange, History } from '@/lib/git/read-history'

const MOST_BROUGHT = 100
/** Definitions that are written at once: a file that many flows share makes as many at each commit. */
const MOST_DEFINITIONS = 5_000

/** Commits as they are written, with the definitions that they speak of. */
export type ReadCommits = { rows: HistoryCommit[]; definitions: ReadDefinition[] }

type Did = { path: string; was: readonly FileDefinition[]; is: readonly FileDefinition[] }

/** Reads what commits of a branch did to definitions, one after the other. */
export class CommitReader {
  readonly #of: DueRepository
  readonly #history: History
  readonly #definitions: FileDefinitions
  readonly #several: DefinitionReader

  constructor(of: DueRepository, history: History) {
    this.#of = of
    this.#history = history
    this.#definitions = new FileDefinitions(of.orgId, of.name, of.rules)
    this.#several = new DefinitionReader(
      this.#definitions,
      history,
      of.rules.map(({ format }) => format),
    )
  }

  /** Commits, oldest first, with what each did to definitions: as many of them as are written at once. */
  async read(shas: readonly string[], before: number, isForced: boolean): Promise<ReadCommits> {
    if (shas.length === 0) return { rows: [], definitions: [] }
    const commits = await this.#history.commits(shas)
    const changes = await this.#history.changes(commits)
    const texts = await this.#textsOf([...changes.values()].flat())
    this.#several.tidy()
    this.#several.know(texts)
    await this.#several.goTo(commits[0]?.parents[0] ?? null)
    const definitions = new Map<string, ReadDefinition>()
    const rows: HistoryCommit[] = []
    for (const [index, commit] of commits.entries()) {
      const ofCommit = changes.get(commit.sha) ?? []
      const did = await this.#whatItDid(commit, ofCommit, texts)
      for (const { was, is } of did)
        for (const kept of keptOf([...was, ...is]))
          if (!definitions.has(kept.hash)) definitions.set(kept.hash, kept)
      const touched = did.flatMap(rowsOf)
      // Of merges that touched no definition nobody asks who wrote what.
      const brought = touched.length > 0 ? await this.#history.mergedBy(commit, MOST_BROUGHT) : []
      const of = { repository: this.#of.name, branch: this.#of.branch, isForced }
      rows.push({
        sha: commit.sha,
        position: before + index + 1,
        landedAt: landedAtOf(commit),
        telling: commitTelling(of, commit, ofCommit, brought),
        definitions: touched,
      })
      if (definitions.size >= MOST_DEFINITIONS) break
    }
    return { rows, definitions: [...definitions.values()] }
  }

  /** The files of a commit that define flows, with whom its CODEOWNERS names for each. */
  async filesOf(head: string): Promise<{ files: HeadFile[]; definitions: ReadDefinition[] }> {
    const all = await this.#history.files(head)
    const files = all.filter(({ path }) => this.#definitions.ruleOf(path) !== null)
    const single = files.filter(({ path }) => !this.#several.leads(path))
    const texts = await this.#history.texts(single.map(({ blob }) => blob))
    const ownersOf = await codeOwnersOf(this.#history, this.#of.name, all)
    await this.#several.goTo(head)
    const several = await this.#several.read(files.map(({ path }) => path).filter(this.#several.leads))
    const found = files.flatMap(({ path, blob }) =>
      (several.get(path) ?? this.#definitions.of(path, blob, texts.get(blob) ?? null)).map((definition) => ({
        definition,
        file: headFileOf(path, blob, definition, ownersOf(path)),
      })),
    )
    const once = new Map<string, (typeof found)[number]>()
    for (const each of found) {
      // Files of one folder that are one definition are told by the first of them.
      const { flowId, hash, format } = each.definition
      const key = format === 'terraform' ? `${flowId} ${hash}` : `${flowId} ${each.file.path}`
      if (!once.has(key)) once.set(key, each)
    }
    return {
      files: [...once.values()].map(({ file }) => file),
      definitions: keptOf([...once.values()].map(({ definition }) => definition)),
    }
  }

  async #textsOf(changes: readonly GitFileChange[]): Promise<Map<string, string | null>> {
    const relevant = changes.filter(
      ({ path }) => this.#definitions.ruleOf(path) !== null || this.#several.isOfUse(path),
    )
    return this.#history.texts(
      relevant.flatMap(({ before, after }) => [before, after].filter((blob) => blob !== null)),
    )
  }

  async #whatItDid(
    commit: GitCommit,
    changes: readonly GitFileChange[],
    texts: ReadonlyMap<string, string | null>,
  ): Promise<Did[]> {
    const read = (path: string, blob: string | null) =>
      blob === null ? [] : this.#definitions.of(path, blob, texts.get(blob) ?? null)
    const single = changes
      .filter(({ path }) => !this.#several.leads(path))
      .map(({ path, before, after }): Did => ({ path, was: read(path, before), is: read(path, after) }))
    const several = await this.#several.step(commit.sha, changes)
    const changed = new Set(changes.map(({ path }) => path))
    return [...single, ...asFolders(several).filter((did) => changed.has(did.path) || isAnother(did))]
  }
}

/** What else is part of a definition and changed nothing of its meaning is not worth a word. */
const isAnother = ({ was, is }: Did): boolean =>
  was.length !== is.length ||
  was.some(({ flowId, hash }) => !is.some((e) => e.flowId === flowId && e.hash === hash))

/** Files of one folder that are one definition are told by one of them. */
function asFolders(all: readonly Did[]): Did[] {
  const flows = new Map<string, Did>()
  const rest: Did[] = []
  for (const did of all) {
    const [first] = [...did.is, ...did.was]
    if (first?.format !== 'terraform') rest.push(did)
    else {
      const known = flows.get(first.flowId)
      const [was, is] = [known?.was ?? [], known?.is ?? []]
      const one = { was: was.length > 0 ? was : did.was, is: is.length > 0 ? is : did.is }
      flows.set(first.flowId, {
        path: is.length > 0 || known === undefined ? (known?.path ?? did.path) : did.path,
        ...one,
      })
    }
  }
  return [...rest, ...flows.values()]
}

function rowsOf({ path, was, is }: Did): HistoryCommit['definitions'] {
  const flowIds = new Set([...was, ...is].map(({ flowId }) => flowId))
  return [...flowIds].map((flowId) => ({
    flowId,
    path,
    beforeHash: was.find((each) => each.flowId === flowId)?.hash ?? null,
    afterHash: is.find((each) => each.flowId === flowId)?.hash ?? null,
    isRead: true,
  }))
}

const headFileOf = (path: string, blob: string, of: FileDefinition, owners: string[]): HeadFile => ({
  path,
  flowId: of.flowId,
  sourceId: of.sourceId,
  namespace: of.namespace,
  name: of.flow,
  ruleId: of.ruleId,
  blob,
  hash: of.hash,
  owners,
})
