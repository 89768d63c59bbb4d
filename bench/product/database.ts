import { setTimeout as wait } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbedded } from '@/db/embedded/embedded-postgres'
import { processGone } from './process-gone'

/** The product's own embedded Postgres in a directory of the bench's, which can be killed and started again. */
export class BenchDatabase {
  private constructor(private readonly server: EmbeddedPostgres) {}

  static async start(dataDir: string): Promise<BenchDatabase> {
    const log = (line: string) => console.error(line)
    return new BenchDatabase(await startEmbedded({ root: process.cwd(), dataDir, log }))
  }

  get url(): string {
    return this.server.url
  }

  get pid(): number {
    return this.server.pid
  }

  /** kill -9: what was not on disk is gone. */
  async kill(): Promise<void> {
    const { pid } = this
    process.kill(pid, 'SIGKILL')
    await processGone(pid)
  }

  /** Starts the killed server on its data; what it recovers is what was acknowledged, and nothing else is allowed. */
  async startAgain(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.server.revive()
        return
      } catch (error) {
        if (attempt === 20) throw error
        await wait(500)
      }
    }
  }

  stop(): Promise<void> {
    return this.server.stop()
  }
}
