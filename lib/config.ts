import path from 'node:path'
import { z } from 'zod'
import { Obstacle } from './model/obstacle'

const MIB = 1024 * 1024

const port = (preset: number) => z.coerce.number().int().min(0).max(65_535).default(preset)
const count = (preset: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(preset)
const flag = (preset: boolean) =>
  z
    .enum(['on', 'off', 'true', 'false', '1', '0'])
    .default(preset ? 'on' : 'off')
    .transform((word) => word === 'on' || word === 'true' || word === '1')
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )

/** Every variable an operator can set, with its default; `.env.example` documents each, and a test holds them together. */
export const VARIABLES = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  RUNLEDGER_DATA_DIR: z.string().min(1).default('.runledger'),
  RUNLEDGER_URL: z.url({ protocol: /^https?$/ }).optional(),
  RUNLEDGER_HOST: z.string().min(1).default('127.0.0.1'),
  RUNLEDGER_PORT: port(3000),
  RUNLEDGER_OTLP_HTTP_PORT: port(4318),
  RUNLEDGER_OTLP_GRPC_PORT: port(4317),
  RUNLEDGER_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  RUNLEDGER_AUDIT_KEY: z.string().min(1).optional(),
  RUNLEDGER_BODY_LIMIT_BYTES: count(64 * MIB, 1024, 1024 * MIB),
  RUNLEDGER_QUEUE_BYTES: count(64 * MIB, MIB, 4096 * MIB),
  RUNLEDGER_WRITERS: count(3, 1, 16),
  RUNLEDGER_SOURCE_ITEMS_PER_SECOND: count(200_000, 1, 100_000_000),
  RUNLEDGER_API_REQUESTS_PER_MINUTE: count(1200, 1, 10_000_000),
  RUNLEDGER_TRUST_PROXY: flag(false),
  RUNLEDGER_CORS_ORIGINS: list,
  RUNLEDGER_INSECURE_ISSUERS: list,
  RUNLEDGER_GIT_PROTOCOLS: list.transform((protocols) =>
    protocols.length === 0 ? ['https', 'ssh'] : protocols,
  ),
  RUNLEDGER_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  RUNLEDGER_SELF_TELEMETRY: flag(true),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
}

/** Set by our own launcher for the processes it starts, never by an operator. */
const INTERNAL = {
  RUNLEDGER_ROOT: z.string().min(1).optional(),
  NODE_ENV: z.string().default('production'),
  RUNLEDGER_PROCESS: z.enum(['web', 'ingest', 'worker', 'cli']).default('cli'),
}

const schema = z.object({ ...VARIABLES, ...INTERNAL })

/** What this process was told, parsed and with every default filled in. */
export type Config = ReturnType<typeof parseConfig>

/** Parses an environment. The first bad variable is named in one line, with what it may be. */
export function parseConfig(environment: Record<string, string | undefined>) {
  // `NAME=` in an env file means "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const name = String(issue?.path[0])
    throw new Obstacle(
      `${name} is not usable: ${issue?.message}`,
      `Set ${name} to a valid value or unset it; .env.example lists what each variable takes.`,
    )
  }
  const values = parsed.data
  const root = path.resolve(/* turbopackIgnore: true */ values.RUNLEDGER_ROOT ?? process.cwd())
  return {
    root,
    process: values.RUNLEDGER_PROCESS,
    isDev: values.NODE_ENV === 'development',
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: path.resolve(/* turbopackIgnore: true */ root, values.RUNLEDGER_DATA_DIR),
    /** Where people reach the console; links and the origin check use it, so a Host header is never believed. */
    url: (values.RUNLEDGER_URL ?? `http://localhost:${values.RUNLEDGER_PORT}`).replace(/\/+$/, ''),
    host: values.RUNLEDGER_HOST,
    port: values.RUNLEDGER_PORT,
    otlpHttpPort: values.RUNLEDGER_OTLP_HTTP_PORT,
    otlpGrpcPort: values.RUNLEDGER_OTLP_GRPC_PORT,
    secret: values.RUNLEDGER_SECRET ?? null,
    /** PEM of the key that signs the audit log's checkpoints, where it is not a file of the data directory. */
    auditKey: values.RUNLEDGER_AUDIT_KEY?.replaceAll('\\n', '\n') ?? null,
    bodyLimitBytes: values.RUNLEDGER_BODY_LIMIT_BYTES,
    queueBytes: values.RUNLEDGER_QUEUE_BYTES,
    writers: values.RUNLEDGER_WRITERS,
    sourceItemsPerSecond: values.RUNLEDGER_SOURCE_ITEMS_PER_SECOND,
    apiRequestsPerMinute: values.RUNLEDGER_API_REQUESTS_PER_MINUTE,
    trustProxy: values.RUNLEDGER_TRUST_PROXY,
    corsOrigins: values.RUNLEDGER_CORS_ORIGINS,
    /** Hosts whose identity provider may be asked over plain http. */
    insecureIssuers: values.RUNLEDGER_INSECURE_ISSUERS,
    /** How repositories may be fetched: https, ssh, http, file. */
    gitProtocols: values.RUNLEDGER_GIT_PROTOCOLS,
    logLevel: values.RUNLEDGER_LOG_LEVEL,
    selfTelemetry: values.RUNLEDGER_SELF_TELEMETRY,
    /** Where our own telemetry goes when it is not to go into Runledger itself. */
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  }
}

let parsedOnce: Config | undefined

/** The environment of this process, parsed at first use. */
export function config(): Config {
  parsedOnce ??= parseConfig(process.env)
  return parsedOnce
}

/** Tests run on this server instead of an embedded one, when it is set. */
export const testDatabaseUrl = (): string | null => process.env.TEST_DATABASE_URL || null

/** The environment to hand to a child process. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env })
