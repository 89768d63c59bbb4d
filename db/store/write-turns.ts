/** How long is worked before sockets are looked at again. */
const TURN_MS = 1.5

/**
 * Does a piece of work after the other, each in steps, and lets the event loop turn in between. Decoded in one go, requests
 * would keep the database's answers waiting, with them the locks it holds for us, and COPY for its rows: a socket takes
 * 200 kB a turn, which Postgres has stored in 4 ms.
 */
export class WorkInTurns<Work> {
  readonly #waiting: Work[] = []
  #current: Generator<void, void> | null = null
  #isScheduled = false

  constructor(
    /** Never throws. */
    readonly work: (work: Work) => Generator<void, void>,
    /** Called after each turn. */
    readonly onTurn: () => void,
  ) {}

  get isIdle(): boolean {
    return this.#current === null && this.#waiting.length === 0
  }

  add(work: Work): void {
    this.#waiting.push(work)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    const until = performance.now() + TURN_MS
    do {
      this.#current ??= this.#next()
      if (this.#current === null) break
      if (this.#current.next().done) this.#current = null
    } while (performance.now() < until)
    this.#isScheduled = false
    if (!this.isIdle) this.#schedule()
    this.onTurn()
  }

  #next(): Generator<void, void> | null {
    const next = this.#waiting.shift()
    return next === undefined ? null : this.work(next)
  }
}
