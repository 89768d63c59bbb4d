import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { inheritedEnvironment } from '@/lib/config'
import { freePort } from '../../product/free-port'
import { Receiver } from './receiver'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const S3 = { key: 'interop-key', secret: 'interop-secret+of/minio', bucket: 'audit-log' }

/** rsyslog on three ports: in the clear, over TLS, and over TLS for a client of its authority that is called `runledger`. */
export async function rsyslog(program: string, dir: string) {
  fs.mkdirSync(dir, { recursive: true })
  execFileSync('bash', [path.join(HERE, 'certificates.sh')], { cwd: dir, stdio: 'ignore' })
  const ports = { plain: await freePort(), tls: await freePort(), mutual: await freePort() }
  const usr = path.resolve(path.dirname(program), '..')
  const libraries = path.join(usr, 'lib', 'x86_64-linux-gnu')
  fs.writeFileSync(path.join(dir, 'rsyslog.conf'), rsyslogConf(dir, ports))
  const receiver = new Receiver({
    program,
    // Its own list of what runs is not needed: it is killed.
    args: ['-n', '-i', 'NONE', '-f', path.join(dir, 'rsyslog.conf'), '-M', path.join(libraries, 'rsyslog')],
    environment: { LD_LIBRARY_PATH: libraries },
    dir,
    port: ports.mutual,
  })
  const pem = (name: string) => fs.readFileSync(path.join(dir, name), 'utf8')
  return { receiver, ports, pem, fileOf: (name: keyof typeof ports) => path.join(dir, `${name}.log`) }
}

/** With queues in memory it would lose what it has read when it is killed: it writes before it reads on. */
const rsyslogConf = (dir: string, ports: { plain: number; tls: number; mutual: number }): string => `
global(workDirectory="${dir}" maxMessageSize="1m" net.enableDNS="off"
  defaultNetstreamDriverCAFile="${dir}/ca.pem"
  defaultNetstreamDriverCertFile="${dir}/server.pem" defaultNetstreamDriverKeyFile="${dir}/server.key")
main_queue(queue.type="Direct")
module(load="imtcp" maxFrameSize="1000000")
template(name="told" type="string" string="${[
  '%syslogfacility%\\t%syslogseverity%\\t%timereported:::date-rfc3339%\\t%hostname%\\t%app-name%',
  '%procid%\\t%msgid%\\t%structured-data%\\t%msg%\\n',
].join('\\t')}")
${(['plain', 'tls', 'mutual'] as const)
  .map(
    (name) => `ruleset(name="${name}") { action(type="omfile" file="${dir}/${name}.log" template="told") }`,
  )
  .join('\n')}
input(type="imtcp" address="127.0.0.1" port="${ports.plain}" ruleset="plain")
input(type="imtcp" address="127.0.0.1" port="${ports.tls}" ruleset="tls"
  streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imtcp" address="127.0.0.1" port="${ports.mutual}" ruleset="mutual"
  streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="x509/name" permittedPeer="runledger")
`

/** The Collector with an OTLP receiver that asks for nothing and a file of what came. */
export async function collector(program: string, dir: string) {
  fs.mkdirSync(dir, { recursive: true })
  const port = await freePort()
  const file = path.join(dir, 'logs.jsonl')
  const config = path.join(dir, 'collector.yaml')
  fs.writeFileSync(
    config,
    `receivers:
  otlp:
    protocols:
      http: { endpoint: "127.0.0.1:${port}", include_metadata: true }
exporters:
  file: { path: "${file}", append: true, flush_interval: 1ms }
service:
  telemetry: { metrics: { level: none } }
  pipelines:
    logs: { receivers: [otlp], exporters: [file] }
`,
  )
  const receiver = new Receiver({ program, args: ['--config', `file:${config}`], dir, port })
  return { receiver, file, url: `http://127.0.0.1:${port}/v1/logs` }
}

/** A server of Python that verifies by Standard Webhooks' own package, with the secret that is in the file at the time. */
export async function webhook(python: string, dir: string) {
  const port = await freePort()
  const [secretFile, file] = [path.join(dir, 'secret'), path.join(dir, 'taken.jsonl')]
  const args = [path.join(HERE, 'receivers.py'), 'webhook', String(port), secretFile, file]
  const receiver = new Receiver({ program: python, args, dir, port })
  const know = (secret: string) => fs.writeFileSync(secretFile, secret)
  return { receiver, file, url: `http://127.0.0.1:${port}/audit`, know }
}

/** MinIO with a bucket, asked by AWS's own client. */
export async function objectStore(minio: string, python: string, dir: string) {
  const port = await freePort()
  const receiver = new Receiver({
    program: minio,
    args: ['server', path.join(dir, 'data'), '--address', `127.0.0.1:${port}`, '--quiet'],
    environment: { MINIO_ROOT_USER: S3.key, MINIO_ROOT_PASSWORD: S3.secret, MINIO_REGION: 'eu-central-1' },
    dir,
    port,
  })
  const endpoint = `http://127.0.0.1:${port}`
  const ask = (what: 'create' | 'read') =>
    execFileSync(python, [path.join(HERE, 'receivers.py'), 's3', what, S3.bucket], {
      env: {
        ...inheritedEnvironment(),
        NODE_ENV: 'production',
        S3_ENDPOINT: endpoint,
        S3_KEY: S3.key,
        S3_SECRET: S3.secret,
      },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    })
  return {
    receiver,
    secret: S3.secret,
    settings: {
      ...{ endpoint, region: 'eu-central-1', bucket: S3.bucket },
      ...{ prefix: 'runledger', accessKeyId: S3.key },
    },
    create: () => void ask('create'),
    objects: () => JSON.parse(ask('read')) as { key: string; body: string }[],
  }
}
