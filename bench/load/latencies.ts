/** Latencies of a run, kept whole: a bench has some ten thousand requests at most. */
export class Latencies {
  readonly #values: number[] = []

  add(ms: number): void {
    this.#values.push(ms)
  }

  quantile(share: number): number {
    const sorted = [...this.#values].sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  }

  get count(): number {
    return this.#values.length
  }
}
