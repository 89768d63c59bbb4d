import { isIncluded } from '@/lib/changes/meaning/gitlab'
import { isOfFiles } from '@/lib/changes/meaning/meaning'
import type { FileDefinition, FileDefinitions } from './file-definitions'
import { FileTree, folderOf } from './file-tree'
import { type Followed, followedFiles, mayBePart } from './followed-files'
import type { GitFileChange, History } from './read-history'

const AT_ONCE = 200
/** Texts that are kept at hand, in characters. */
const MAX_HELD = 64_000_000

/** Reads definitions that may stand in several files, as of one commit after the other. */
export class DefinitionReader {
  readonly #definitions: FileDefinitions
  readonly #history: Pick<History, 'files' | 'texts'>
  readonly #formats: readonly string[]
  readonly #followed = new Map<string, Followed>()
  /** Which files lead to a path or a folder. */
  readonly #watching = new Map<string, Set<string>>()
  readonly #texts = new Map<string, string | null>()
  #held = 0
  #tree: FileTree
  #at: string | null = null

  constructor(
    definitions: FileDefinitions,
    history: Pick<History, 'files' | 'texts'>,
    formats: Iterable<string>,
  ) {
    this.#definitions = definitions
    this.#history = history
    this.#formats = [...new Set(formats)].filter(isOfFiles)
    this.#tree = new FileTree([], this.isOfUse)
  }

  /** True for a file that is read here: one that leads, or may be a part. */
  isOfUse = (path: string): boolean =>
    this.#formats.length > 0 && (this.leads(path) || this.#formats.some((format) => mayBePart(format, path)))

  /** True for a file that a rule takes for a definition which may stand in several. */
  leads = (path: string): boolean => isOfFiles(this.#definitions.ruleOf(path)?.rule.format ?? '')

  /** Goes to a commit, null for before the first, unless that is where it stands. */
  async goTo(sha: string | null): Promise<void> {
    if (this.#formats.length === 0 || this.#at === sha) return
    this.#followed.clear()
    this.#watching.clear()
    this.#tree = new FileTree(sha === null ? [] : await this.#history.files(sha), this.isOfUse)
    this.#at = sha
  }

  /** Texts that were read already. */
  know(texts: ReadonlyMap<string, string | null>): void {
    for (const [blob, text] of texts) this.#hold(blob, text)
  }

  /** Goes on to a commit by what it changed, and returns what each file defined before and after that the change may concern. */
  async step(
    sha: string,
    changes: readonly GitFileChange[],
  ): Promise<{ path: string; was: FileDefinition[]; is: FileDefinition[] }[]> {
    const ofUse = changes.filter(({ path }) => this.isOfUse(path))
    if (ofUse.length === 0) {
      this.#at = sha
      return []
    }
    await this.#followAll()
    const paths = [...this.#concerned(ofUse)].sort()
    const was = await this.read(paths)
    this.#tree.apply(ofUse)
    this.#at = sha
    for (const path of paths) this.#forget(path)
    const is = await this.read(paths)
    return paths.map((path) => ({ path, was: was.get(path) ?? [], is: is.get(path) ?? [] }))
  }

  /** What files define at the commit where it stands. */
  async read(paths: readonly string[]): Promise<Map<string, FileDefinition[]>> {
    const found = new Map<string, FileDefinition[]>()
    for (let at = 0; at < paths.length; at += AT_ONCE) {
      const some = paths.slice(at, at + AT_ONCE).filter(this.#tree.has)
      await this.#follow(some)
      await this.#load(some.map((path) => this.#tree.blobOf(path)))
      for (const path of some) {
        const blob = this.#tree.blobOf(path) ?? ''
        const text = this.#texts.get(blob) ?? null
        found.set(path, this.#definitions.of(path, blob, text, this.#followed.get(path)?.beside ?? []))
      }
    }
    return found
  }

  /** What else is part of a file's definition, and what it names that is not. */
  partsOf(path: string): { files: string[]; elsewhere: string[] } {
    const { beside, elsewhere } = this.#followed.get(path) ?? { beside: [], elsewhere: [] }
    return { files: beside.map((each) => each.path), elsewhere }
  }

  async #followAll(): Promise<void> {
    const all = [...this.#tree.paths()].filter((path) => this.leads(path) && !this.#followed.has(path))
    for (let at = 0; at < all.length; at += AT_ONCE) await this.#follow(all.slice(at, at + AT_ONCE))
  }

  /** Finds the parts of files, and reads what has to be read for that, as deep as it goes. */
  async #follow(paths: readonly string[]): Promise<void> {
    let open = paths.filter((path) => !this.#followed.has(path))
    while (open.length > 0) {
      const found = open.map((path) => ({ path, followed: this.#followedOf(path) }))
      const wanted = found.flatMap(({ followed }) => followed.wanted)
      for (const { path, followed } of found) if (followed.wanted.length === 0) this.#keep(path, followed)
      open = found.filter(({ followed }) => followed.wanted.length > 0).map(({ path }) => path)
      await this.#load(wanted)
    }
  }

  #followedOf(path: string): Followed {
    const rule = this.#definitions.ruleOf(path)?.rule
    const { format = '', pattern = '' } = rule ?? {}
    return followedFiles({ path, format, pattern, tree: this.#tree, textOf: (blob) => this.#texts.get(blob) })
  }

  #keep(path: string, followed: Followed): void {
    this.#followed.set(path, followed)
    for (const key of followed.watched) {
      const watching = this.#watching.get(key) ?? new Set()
      this.#watching.set(key, watching.add(path))
    }
  }

  #forget(path: string): void {
    for (const key of this.#followed.get(path)?.watched ?? []) this.#watching.get(key)?.delete(path)
    this.#followed.delete(path)
  }

  /** Files whose definitions may be others once that is changed. */
  #concerned(changes: readonly GitFileChange[]): Set<string> {
    const paths = changes.map(({ path }) => path)
    const found = new Set(paths.filter(this.leads))
    for (const path of paths) {
      for (const key of [path, `${folderOf(path)}/`])
        for (const each of this.#watching.get(key) ?? []) found.add(each)
    }
    for (const [each, { patterns }] of this.#followed) {
      if (patterns.some((pattern) => paths.some((path) => isIncluded(pattern, path)))) found.add(each)
    }
    return found
  }

  async #load(blobs: readonly (string | null)[]): Promise<void> {
    const missing = blobs.filter((blob) => blob !== null).filter((blob) => !this.#texts.has(blob))
    if (missing.length === 0) return
    for (const [blob, text] of await this.#history.texts(missing)) this.#hold(blob, text)
  }

  #hold(blob: string, text: string | null): void {
    if (this.#texts.has(blob)) return
    this.#texts.set(blob, text)
    this.#held += text?.length ?? 0
  }

  /** Between two batches of commits, so that what is being read stays at hand. */
  tidy(): void {
    if (this.#held < MAX_HELD) return
    this.#texts.clear()
    this.#held = 0
  }
}
