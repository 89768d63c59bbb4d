/** A line of output and where it came out. */
export type OutputLine = { stream: 'stdout' | 'stderr'; text: string; atMs: number }

const LINES_KEPT = 20
const LINE_CHARACTERS_MAX = 2_000

/** Remembers the last lines of a command's output, however much there is and wherever its chunks are cut. */
export class OutputTail {
  readonly #lines: OutputLine[] = []
  readonly #open = { stdout: '', stderr: '' }
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }

  add(stream: OutputLine['stream'], chunk: Uint8Array, atMs: number): void {
    const [...ended] = (this.#open[stream] + this.#decoders[stream].decode(chunk, { stream: true })).split(
      '\n',
    )
    this.#open[stream] = (ended.pop() ?? '').slice(-LINE_CHARACTERS_MAX)
    for (const text of ended.slice(-LINES_KEPT)) this.#keep({ stream, text, atMs })
  }

  /** The last lines, oldest first, including one that was never ended. */
  lines(atMs: number): OutputLine[] {
    const rest = (['stdout', 'stderr'] as const)
      .filter((stream) => this.#open[stream] !== '')
      .map((stream) => ({ stream, text: this.#open[stream], atMs }))
    return [...this.#lines, ...rest].slice(-LINES_KEPT)
  }

  #keep(line: OutputLine): void {
    // A progress bar draws over its line: what stood there last is what a person saw.
    const text = (line.text.replace(/\r$/, '').split('\r').at(-1) ?? '').slice(0, LINE_CHARACTERS_MAX)
    this.#lines.push({ ...line, text })
    if (this.#lines.length > LINES_KEPT) this.#lines.shift()
  }
}
