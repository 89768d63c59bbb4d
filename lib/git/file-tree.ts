import type { GitFile, GitFileChange } from './read-history'

/** The files of a commit of which somebody has a use, which moves from commit to commit by what each changed. */
export class FileTree {
  readonly #blobs = new Map<string, string>()
  readonly #folders = new Map<string, Set<string>>()
  readonly #isOfUse: (path: string) => boolean

  constructor(files: Iterable<GitFile>, isOfUse: (path: string) => boolean) {
    this.#isOfUse = isOfUse
    for (const { path, blob } of files) this.#put(path, blob)
  }

  /** Goes on to the commit that changed that. */
  apply(changes: readonly GitFileChange[]): void {
    for (const { path, after } of changes) {
      if (after !== null) this.#put(path, after)
      else if (this.#blobs.delete(path)) this.#folders.get(folderOf(path))?.delete(path)
    }
  }

  has = (path: string): boolean => this.#blobs.has(path)

  blobOf = (path: string): string | null => this.#blobs.get(path) ?? null

  paths = (): Iterable<string> => this.#blobs.keys()

  /** The files of a folder, not those of folders within, in the order of their paths. */
  within = (folder: string): string[] => [...(this.#folders.get(folder) ?? [])].sort()

  #put(path: string, blob: string): void {
    if (!this.#isOfUse(path)) return
    this.#blobs.set(path, blob)
    const folder = this.#folders.get(folderOf(path)) ?? new Set()
    this.#folders.set(folderOf(path), folder.add(path))
  }
}

/** The folder of a path, empty for what stands at the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
