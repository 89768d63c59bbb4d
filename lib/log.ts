import { isatty } from 'node:tty'
import { trace } from '@opentelemetry/api'
import { type Logger, pino, stdTimeFunctions } from 'pino'
import { config } from './config'

const STDERR = 2

/** Whatever is logged under these names is a secret, however deep it sits. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'password',
  'passwordHash',
  'secret',
  'token',
  'databaseUrl',
  'url.password',
]
const DEPTHS = ['', '*.', '*.*.', '*.*.*.']

let root: Logger | undefined

/** The process's log: JSON lines on stderr, for people when that is a terminal. Children name the part that speaks. */
export function log(part?: string): Logger {
  root ??= openLog()
  return part === undefined ? root : root.child({ part })
}

function openLog(): Logger {
  const { logLevel, process: name } = config()
  return pino(
    {
      level: logLevel,
      base: { process: name, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: DEPTHS.flatMap((depth) => SECRET_NAMES.map((secret) => `${depth}${secret}`)),
        censor: '[redacted]',
      },
      // A line of log finds its trace, and the trace its lines.
      mixin: () => {
        const span = trace.getActiveSpan()?.spanContext()
        return span ? { traceId: span.traceId, spanId: span.spanId } : {}
      },
    },
    isatty(STDERR) ? prettyStream() : pino.destination({ fd: STDERR, sync: true }),
  )
}

/** One short line a record; the JSON of the rest follows it. */
function prettyStream() {
  return {
    write(line: string) {
      const { level, time, process: name, part, msg, pid, ...rest } = JSON.parse(line)
      const clock = String(time).slice(11, 19)
      const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`
      process.stderr.write(`${clock} ${level} ${name}${part ? `/${part}` : ''}: ${msg ?? ''}${more}\n`)
    },
  }
}
