/** Longest that is worked without a pause while more is waiting. */
const TURN_MS = 4

/** Long enough for a few turns of the event loop, in which sockets are read and written. */
const PAUSE_MS = 3

/**
 * Does a piece of work after the other, with pauses. Large requests come in groups; decoded in one go, they would keep the
 * database's answers waiting, with them the locks it holds for us, and COPY for its rows: a socket takes 200 kB a turn.
 * The pauses cost nothing: what is waiting here waits for the database anyway.
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
    const until = performance.now() + TURN_MS
    do {
      const next = this.#waiting.shift()
      if (next === undefined) break
      this.work(next)
    } while (performance.now() < until)
    this.#isScheduled = !this.isIdle
    if (this.#isScheduled) setTimeout(() => this.#turn(), PAUSE_MS)
    this.onTurn()
  }
}
