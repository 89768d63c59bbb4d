import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { nodeFlags } from '@/bin/supervisor/node-flags'
import { inheritedEnvironment } from '@/lib/config'
import { installationSecret } from '@/lib/installation-secret'
import { httpClient } from '../load/http-client'
import { processGone } from './process-gone'

export type IngestOptions = {
  databaseUrl: string
  dataDir: string
  httpPort: number
  grpcPort: number
  /** Of a source, to see when the listener takes data. */
  token: string
  /** Writes a CPU profile there when the process is stopped. */
  profileDir?: string
}

const PROGRAM = 'dist/processes/ingest.mjs'
const START_WAIT_MS = 60_000

/** The real ingest process as users run it: the built one, with the product's own defaults, in a process of its own. */
export class IngestProcess {
  #child: ChildProcess | null = null

  constructor(private readonly options: IngestOptions) {}

  get pid(): number {
    const pid = this.#child?.pid
    if (pid === undefined) throw new Error('the ingest process is not running')
    return pid
  }

  /** Starts it; resolves when it listens, or with `untilReady` when it has stored a first (empty) request. */
  async start(untilReady = true): Promise<void> {
    const { profileDir } = this.options
    const profiling = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]
    const child = spawn(process.execPath, [...nodeFlags('ingest'), ...profiling, PROGRAM], {
      stdio: ['ignore', fs.openSync(path.join(this.options.dataDir, 'ingest.log'), 'a'), 'inherit'],
      env: {
        ...inheritedEnvironment(),
        NODE_ENV: 'production',
        RUNLEDGER_PROCESS: 'ingest',
        DATABASE_URL: this.options.databaseUrl,
        RUNLEDGER_DATA_DIR: this.options.dataDir,
        // What the bench sealed, it opens.
        RUNLEDGER_SECRET: installationSecret(),
        RUNLEDGER_OTLP_HTTP_PORT: String(this.options.httpPort),
        RUNLEDGER_OTLP_GRPC_PORT: String(this.options.grpcPort),
        RUNLEDGER_LOG_LEVEL: 'warn',
      },
    })
    this.#child = child
    if (untilReady) await this.#ready()
  }

  async kill(): Promise<void> {
    const { pid } = this
    process.kill(pid, 'SIGKILL')
    await processGone(pid)
  }

  /** Asks it to finish what it has and waits until it has. */
  async stop(): Promise<void> {
    const { pid } = this
    process.kill(pid, 'SIGTERM')
    await processGone(pid)
  }

  async #ready(): Promise<void> {
    const client = httpClient({ port: this.options.httpPort, token: this.options.token })
    let last = ''
    try {
      for (const until = Date.now() + START_WAIT_MS; Date.now() < until; await wait(50)) {
        if (this.#child?.exitCode !== null) break
        const answer = await client.send(gzipSync(Buffer.alloc(0))).catch((error: Error) => error.message)
        if (typeof answer === 'string') last = answer
        else if (answer.isAcked) return
        else last = answer.text
      }
    } finally {
      client.close()
    }
    throw new Error(`the ingest process did not come up: ${last}; see ${this.options.dataDir}/ingest.log`)
  }
}
