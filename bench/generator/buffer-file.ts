import fs from 'node:fs'

/**
 * Buffers kept in a file and read back one by one: request bodies and COPY streams made before the clock starts.
 * They stay in the page cache; the process itself keeps no more than their places.
 */
export class BufferFile {
  readonly #file: number
  readonly #ends: number[] = [0]

  constructor(private readonly path: string) {
    this.#file = fs.openSync(path, 'w+', 0o600)
  }

  get count(): number {
    return this.#ends.length - 1
  }

  get bytes(): number {
    return this.#ends.at(-1) ?? 0
  }

  append(buffer: Buffer): void {
    fs.writeSync(this.#file, buffer, 0, buffer.length, this.bytes)
    this.#ends.push(this.bytes + buffer.length)
  }

  read(index: number): Buffer {
    const from = this.#ends[index]
    const to = this.#ends[index + 1]
    if (from === undefined || to === undefined) throw new RangeError(`no buffer ${index} of ${this.count}`)
    const buffer = Buffer.allocUnsafeSlow(to - from)
    fs.readSync(this.#file, buffer, 0, buffer.length, from)
    return buffer
  }

  remove(): void {
    fs.closeSync(this.#file)
    fs.rmSync(this.path, { force: true })
  }
}
