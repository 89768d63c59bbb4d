import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { inheritedEnvironment } from '@/lib/config'
import { AIRFLOW } from './orchestrators/airflow'
import { DAGSTER } from './orchestrators/dagster'
import { DBT } from './orchestrators/dbt'
import { PREFECT } from './orchestrators/prefect'

/** Releases that build and run together with Go 1.26 and Python 3.11. */
const TELEMETRYGEN = 'v0.161.0'
const COLLECTOR = 'v0.161.0'
/** The stable modules of the Collector of that release. */
const COLLECTOR_STABLE = 'v1.67.0'
const PYTHON_SDK = '1.38.0'
const SCHEMATHESIS = '4.32.5'

/** Of what audit streams are received by. */
const MINIO = 'v0.0.0-20260212201848-7aac2a2c5b7c'
const RSYSLOG = '8'
const RECEIVERS = { standardwebhooks: '1.1.0', boto3: '1.44.5' }

/** Of our program of Go that verifies the audit log; its modules are pinned beside it. */
const AUDIT_LOG = '1'

/** Where a client is, or why it cannot be had here. */
export type Tool = { path: string; version: string } | { missing: string }

export const TOOL_NAMES = [
  'telemetrygen',
  'collector',
  'python',
  'schemathesis',
  'audit-log',
  'rsyslog',
  'minio',
  'receivers',
  'dbt',
  'airflow',
  'prefect',
  'dagster',
] as const
export type ToolName = (typeof TOOL_NAMES)[number]

/** Installs a client from its registry, once; later runs find it in the cache directory. */
export function obtainTool(name: ToolName, cache: string): Tool {
  fs.mkdirSync(cache, { recursive: true })
  const { version, from } = INSTALLATIONS[name]
  return from(path.join(cache, `${name}-${version}`), version)
}

type Installation = { version: string; from: (directory: string, version: string) => Tool }

const INSTALLATIONS: Record<ToolName, Installation> = {
  telemetrygen: { version: TELEMETRYGEN, from: telemetrygenIn },
  collector: { version: `${COLLECTOR}-file`, from: collectorIn },
  python: packages(
    'python',
    PYTHON_SDK,
    ['sdk', 'exporter-otlp-proto-http', 'exporter-otlp-proto-grpc'].map((each) => `opentelemetry-${each}`),
  ),
  schemathesis: packages('st', SCHEMATHESIS, ['schemathesis']),
  'audit-log': { version: AUDIT_LOG, from: auditLogIn },
  rsyslog: { version: RSYSLOG, from: rsyslogIn },
  minio: { version: MINIO, from: minioIn },
  receivers: packages('python', RECEIVERS.standardwebhooks, [
    'standardwebhooks',
    `boto3==${RECEIVERS.boto3}`,
  ]),
  dbt: packages('python', DBT.core, [
    'dbt-core',
    `dbt-duckdb==${DBT.adapter}`,
    `openlineage-dbt==${DBT.openLineage}`,
  ]),
  airflow: packages('python', AIRFLOW.core, [
    'apache-airflow',
    `apache-airflow-providers-openlineage==${AIRFLOW.openLineage}`,
    `apache-airflow-providers-fab==${AIRFLOW.fab}`,
  ]),
  // Newer ones of FastAPI lack what this Prefect calls.
  prefect: packages('python', PREFECT, ['prefect', 'fastapi==0.139.0']),
  dagster: packages('python', DAGSTER, ['dagster', 'dagster-webserver']),
}

function telemetrygenIn(directory: string): Tool {
  const program = path.join(directory, 'telemetrygen')
  return obtained(program, TELEMETRYGEN, () =>
    goInstall(
      directory,
      `github.com/open-telemetry/opentelemetry-collector-contrib/cmd/telemetrygen@${TELEMETRYGEN}`,
    ),
  )
}

function auditLogIn(directory: string): Tool {
  const program = path.join(directory, 'audit-log')
  const source = path.resolve('bench/interop/go-audit-log')
  return obtained(program, AUDIT_LOG, () => run('go', ['build', '-C', source, '-o', program, '.'], {}))
}

function minioIn(directory: string): Tool {
  return obtained(path.join(directory, 'minio'), MINIO, () =>
    goInstall(directory, `github.com/minio/minio@${MINIO}`),
  )
}

/** Debian's packages, unpacked beside each other: nothing is installed on the machine, and no service is started. */
function rsyslogIn(directory: string): Tool {
  const names = ['rsyslog', 'rsyslog-gnutls', 'libestr0', 'libfastjson4', 'liblognorm5']
  return obtained(path.join(directory, 'usr/sbin/rsyslogd'), RSYSLOG, () =>
    run(
      'bash',
      [
        '-c',
        `cd '${directory}' && apt-get download ${names.join(' ')} && for each in *.deb; do dpkg -x "$each" .; done`,
      ],
      {},
    ),
  )
}

/** The Collector comes as a kit: its builder makes one with the components named. */
function collectorIn(directory: string): Tool {
  const program = path.join(directory, 'otelcol')
  const manifest = path.join(directory, 'manifest.yaml')
  return obtained(program, COLLECTOR, () => {
    const builder = goInstall(directory, `go.opentelemetry.io/collector/cmd/builder@${COLLECTOR}`)
    if (builder.status !== 0) return builder
    fs.writeFileSync(manifest, collectorManifest(directory))
    const built = run(path.join(directory, 'builder'), ['--config', manifest], {})
    if (built.status === 0) fs.renameSync(path.join(directory, 'source', 'otelcol'), program)
    return built
  })
}

const collectorManifest = (directory: string): string => `dist:
  name: otelcol
  output_path: ${path.join(directory, 'source')}
receivers:
  - gomod: go.opentelemetry.io/collector/receiver/otlpreceiver ${COLLECTOR}
processors:
  - gomod: go.opentelemetry.io/collector/processor/batchprocessor ${COLLECTOR}
exporters:
  - gomod: go.opentelemetry.io/collector/exporter/otlpexporter ${COLLECTOR}
  - gomod: go.opentelemetry.io/collector/exporter/otlphttpexporter ${COLLECTOR}
  - gomod: github.com/open-telemetry/opentelemetry-collector-contrib/exporter/fileexporter ${COLLECTOR}
providers:
  - gomod: go.opentelemetry.io/collector/confmap/provider/fileprovider ${COLLECTOR_STABLE}
conf_resolver:
  default_uri_scheme: file
`

/** A program of a Python environment with these packages; those without a version are of the one given. */
function packages(program: string, version: string, names: string[]): Installation {
  const wanted = names.map((name) => (name.includes('==') ? name : `${name}==${version}`))
  return { version, from: (directory) => environmentIn(directory, { program, version, wanted }) }
}

/** A program of a Python environment of its own with these packages. */
function environmentIn(directory: string, of: { program: string; version: string; wanted: string[] }): Tool {
  const python = path.join(directory, 'bin', 'python')
  // The marker is written last: a virtual environment whose packages failed to install is not one, nor one with others.
  const marker = path.join(directory, `installed-${fingerprint(of.wanted)}`)
  const tool = obtained(marker, of.version, () => {
    const made = run('python3', ['-m', 'venv', directory], {})
    if (made.status !== 0) return made
    const installed = run(python, ['-m', 'pip', 'install', '--quiet', ...of.wanted], {})
    if (installed.status === 0) fs.writeFileSync(marker, '')
    return installed
  })
  return 'missing' in tool ? tool : { ...tool, path: path.join(directory, 'bin', of.program) }
}

const fingerprint = (wanted: readonly string[]): string =>
  createHash('sha256').update(wanted.join('\n')).digest('hex').slice(0, 12)

function obtained(program: string, version: string, obtain: () => SpawnSyncReturns<string>): Tool {
  if (!fs.existsSync(program)) {
    console.log(`installing ${path.basename(path.dirname(program))} …`)
    fs.mkdirSync(path.dirname(program), { recursive: true })
    const result = obtain()
    if (!fs.existsSync(program)) return { missing: whyNot(result) }
  }
  return { path: program, version }
}

const goInstall = (directory: string, module: string): SpawnSyncReturns<string> =>
  run('go', ['install', module], { GOBIN: directory })

const run = (
  program: string,
  args: string[],
  environment: Record<string, string>,
): SpawnSyncReturns<string> =>
  spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...inheritedEnvironment(), NODE_ENV: 'production', ...environment },
  })

function whyNot(result: SpawnSyncReturns<string>): string {
  if (result.error) return result.error.message
  const lines = `${result.stderr}\n${result.stdout}`.trim().split('\n')
  return (
    lines.findLast((line) => /error|forbidden|not found|cannot/i.test(line)) ??
    lines.at(-1) ??
    'no reason given'
  )
}
