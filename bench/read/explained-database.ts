import fs from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import { BenchDatabase } from '../product/database'

const LOG = 'explain.log'
/** Stands before each entry of the log, so that plans of many lines can be told apart. */
const MARK = '@@'

/** An embedded Postgres that can write down the plan and the time of every statement that the pages send. */
export class ExplainedDatabase {
  private constructor(
    readonly server: BenchDatabase,
    private readonly dataDir: string,
  ) {}

  static async start(dataDir: string): Promise<ExplainedDatabase> {
    const first = await BenchDatabase.start(dataDir)
    const database = new ExplainedDatabase(first, dataDir)
    if (fs.existsSync(database.#logFile)) return database
    // The collector writes a file of our own; it can only be switched on with a start.
    await database.#asSuperuser([
      `alter system set logging_collector = on`,
      `alter system set log_filename = '${LOG}'`,
      `alter system set log_rotation_age = 0`,
      `alter system set log_rotation_size = 0`,
      `alter system set log_line_prefix = '${MARK} %a '`,
    ])
    await first.stop()
    return new ExplainedDatabase(await BenchDatabase.start(dataDir), dataDir)
  }

  get url(): string {
    return this.server.url
  }

  /** From the next connection on. Timing each node would slow what is measured, so only rows and buffers are counted. */
  async explain(isOn: boolean): Promise<void> {
    const set = (name: string, value: string) => `alter database runledger set ${name} = ${value}`
    await this.#asSuperuser(
      isOn
        ? [
            set('session_preload_libraries', `'auto_explain'`),
            set('auto_explain.log_min_duration', '0'),
            set('auto_explain.log_analyze', 'on'),
            set('auto_explain.log_timing', 'off'),
            set('auto_explain.log_buffers', 'on'),
          ]
        : ['alter database runledger reset all'],
    )
  }

  /** Where the log ends now; what is written from here on is read with `plansSince`. */
  logEnd(): number {
    return fs.statSync(this.#logFile).size
  }

  /** Plans that the console's own process had written since. */
  plansSince(offset: number): Plan[] {
    const text = fs.readFileSync(this.#logFile).subarray(offset).toString('utf8')
    return text
      .split(`\n${MARK} `)
      .map(planOf)
      .filter((plan) => plan !== null)
  }

  get #logFile(): string {
    return path.join(this.dataDir, 'postgres/log', LOG)
  }

  async #asSuperuser(statements: string[]): Promise<void> {
    const url = new URL(this.server.url)
    url.username = 'postgres'
    url.password = fs.readFileSync(path.join(this.dataDir, 'superuser-password'), 'utf8').trim()
    const client = new Client({ connectionString: url.toString() })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
}

/** A statement as Postgres ran it. */
export type Plan = { durationMs: number; statement: string; text: string }

function planOf(entry: string): Plan | null {
  const found =
    /^(?:@@ )?runledger-web LOG: {2}duration: ([\d.]+) ms {2}plan:\n\tQuery Text: ([\s\S]*)$/.exec(entry)
  const [, duration, text] = found ?? []
  if (duration === undefined || text === undefined) return null
  const plain = text.replaceAll('\n\t', '\n').trimEnd()
  // The plan begins with the first line that tells a cost.
  const planAt = plain.search(/\n(?=[^\n]*\(cost=)/)
  const statement = (planAt < 0 ? plain : plain.slice(0, planAt)).replace(/\nQuery Parameters: [^\n]*/, '')
  return { durationMs: Number(duration), statement: statement.replace(/\s+/g, ' ').trim(), text: plain }
}
