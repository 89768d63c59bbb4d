/** Longest that a turn of the event loop is spent on work of which more is waiting. */
const TURN_MS = 4

/**
 * Does a piece of work after the other, but only for a few milliseconds a turn of the event loop. Large requests come in
 * groups; decoded in one go, they would keep the database's answers waiting, and with them the locks it holds for us.
 */
export class WorkInTurns<Work> {
  readonly #waiting: Work[] = []
  #isScheduled = false

  constructor(
    readonly work: (work: Work) => void,
    /** Called after each turn. */
    readonly onTurn: () => void,
  ) {}

  get isIdle(): boolean {
    return this.#waiting.length === 0
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
    this.#isScheduled = false
    const until = performance.now() + TURN_MS
    do {
      const next = this.#waiting.shift()
      if (next === undefined) break
      this.work(next)
    } while (performance.now() < until)
    if (!this.isIdle) this.#schedule()
    this.onTurn()
  }
}
