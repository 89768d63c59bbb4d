import { randomUUID } from 'node:crypto'
import type { Db } from '@/db/client'
import { isOutage } from '@/db/outage'
import { type Lease, releaseLease, takeLease } from '@/db/store/leases'
import { type DueRepository, listDueRepositories, noteReading } from '@/db/store/read-repositories'
import { GitTrouble } from '@/lib/git/git-trouble'
import { log } from '@/lib/log'
import { type Background, keepLooking } from './look-loop'
import { type Reading, readRepository } from './read-repository'
import { readToldCommits } from './read-told-commits'
import { removeOldMirrors } from './remove-old-mirrors'

const LEASE = { name: 'repositories', ttlMs: 60_000 }
const LOOK_MS = 2_000
const EVERY_MS = 60_000
const FAILING_EVERY_MS = 5 * 60_000
const MOST_ROUNDS = 2
const TIDY_EVERY_MS = 60 * 60_000

type Settings = Pick<Reading, 'dataDir' | 'protocols'>

/**
 * Reads Git repositories, beside the worker's jobs, which shall not wait for anybody's network. Whoever has the lease does
 * it, up to two at a time.
 */
export function startRepositoryReader(
  db: Db,
  settings: Settings,
  clock: () => number = Date.now,
): Background {
  const reader = new RepositoryRounds(db, settings, clock)
  return keepLooking({
    everyMs: LOOK_MS,
    look: () => reader.look(),
    end: () => reader.stop(),
    logger: 'repositories',
    failed: 'no round',
  })
}

/** The rounds of one process. */
export class RepositoryRounds {
  readonly #db: Db
  readonly #settings: Settings
  readonly #clock: () => number
  readonly #holder = randomUUID()
  readonly #stopping = new AbortController()
  readonly #running = new Map<string, Promise<void>>()
  #lease: Lease | null = null
  #tidiedAt = Number.NEGATIVE_INFINITY

  constructor(db: Db, settings: Settings, clock: () => number) {
    this.#db = db
    this.#settings = settings
    this.#clock = clock
  }

  /** Begins the rounds that are due, as many as there is room for, and returns without waiting for them. */
  async look(): Promise<void> {
    this.#lease = await this.#take()
    if (this.#lease === null || this.#stopping.signal.aborted) return
    const { epoch } = this.#lease
    await this.#tidy()
    const times = { now: this.#now(), everyMs: EVERY_MS, failingEveryMs: FAILING_EVERY_MS }
    for (const of of await listDueRepositories(this.#db, times)) {
      if (this.#running.size >= MOST_ROUNDS) break
      if (this.#running.has(of.repositoryId)) continue
      const round = this.#round(of, epoch).finally(() => this.#running.delete(of.repositoryId))
      this.#running.set(of.repositoryId, round)
    }
  }

  async #tidy(): Promise<void> {
    if (this.#running.size > 0 || this.#clock() - this.#tidiedAt < TIDY_EVERY_MS) return
    this.#tidiedAt = this.#clock()
    const removed = await removeOldMirrors(this.#db, this.#settings.dataDir)
    if (removed > 0)
      log('repositories').info({ removed }, 'mirrors of repositories that are gone were removed')
  }

  /** Resolves when all that was begun is over. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the worker is stopping'))
    await this.settled()
    if (this.#lease !== null) await releaseLease(this.#lease, this.#now(), this.#db)
  }

  async #round(of: DueRepository, epoch: number): Promise<void> {
    const mayGoOn = () => this.#holds(epoch)
    const reading = { ...this.#settings, db: this.#db, mayGoOn, signal: this.#stopping.signal }
    const startedAt = this.#now()
    try {
      const problem = await this.#problemOf(of, reading, startedAt)
      if (problem === null || !(await mayGoOn())) return
      log('repositories').info({ repository: of.repositoryId, problem }, 'a repository could not be read')
      await noteReading(this.#db, of, { startedAt, problem })
    } catch (error) {
      if (this.#stopping.signal.aborted) return
      if (isOutage(error)) log('repositories').warn('the database cannot be reached')
      else log('repositories').error({ err: error, repository: of.repositoryId }, 'a round was cut short')
    }
  }

  /** What went wrong with the repository, in words; null where nothing did. */
  async #problemOf(of: DueRepository, reading: Reading, startedAt: Date): Promise<string | null> {
    try {
      const { commits, dropped, isDone } = await (of.url === null ? readToldCommits : readRepository)(
        of,
        reading,
      )
      if (commits > 0 || dropped > 0)
        log('repositories').info({ repository: of.repositoryId, commits, dropped }, 'a branch was read')
      // One that is not read to its end is due again at once.
      if (isDone && (await reading.mayGoOn())) await noteReading(this.#db, of, { startedAt, problem: null })
      return null
    } catch (error) {
      if (error instanceof GitTrouble) return error.message
      throw error
    }
  }

  /** Whether nobody else has had the lease since that epoch. */
  async #holds(epoch: number): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false
    return (await this.#take())?.epoch === epoch
  }

  #take(): Promise<Lease | null> {
    return takeLease({ ...LEASE, holder: this.#holder, now: this.#now() }, this.#db)
  }

  #now(): Date {
    return new Date(this.#clock())
  }
}
