import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'

type Sent = {
  path: string
  body: { resourceSpans: { scopeSpans: { spans: { endTimeUnixNano: string; status: object }[] }[] }[] }
}

const sent: Sent[] = []
const ledger = http.createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  sent.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) })
  response.writeHead(200).end('{}')
})
await new Promise<void>((resolve) => ledger.listen(0, '127.0.0.1', resolve))
const endpoint = `http://127.0.0.1:${(ledger.address() as AddressInfo).port}`
afterAll(() => ledger.close())

function runledger(options: string[], command: string[]): ChildProcess {
  const cli = path.join(process.cwd(), 'bin/cli.ts')
  const env = {
    ...process.env,
    RUNLEDGER_TOKEN: 'rl_ing_test',
    TRACEPARENT: '',
    OTEL_EXPORTER_OTLP_ENDPOINT: '',
  }
  const args = ['--import', 'tsx', cli, 'run', '--endpoint', endpoint, ...options, '--', ...command]
  return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
}

async function ended(
  child: ChildProcess,
): Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }> {
  const [stdout, stderr] = [[] as Buffer[], [] as Buffer[]]
  child.stdout?.on('data', (chunk) => stdout.push(chunk))
  child.stderr?.on('data', (chunk) => stderr.push(chunk))
  const [code, signal] = await once(child, 'close')
  return { code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }
}

const script = (text: string) => ['sh', '-c', text]

test('output, input and exit code are those of the command; its start and its end are told', async () => {
  const child = runledger(['--name', 'greet'], script('cat; echo oops >&2; exit 3'))
  child.stdin?.end('hello\n')
  expect(await ended(child)).toEqual({ code: 3, signal: null, stdout: 'hello\n', stderr: 'oops\n' })
  const spans = sent.flatMap(({ path, body }) =>
    path === '/v1/traces' ? (body.resourceSpans[0]?.scopeSpans[0]?.spans ?? []) : [],
  )
  expect(spans.map(({ endTimeUnixNano }) => endTimeUnixNano === '0')).toEqual([true, false])
  expect(spans[1]?.status).toEqual({ code: 2, message: 'exit code 3: oops' })
  expect(sent.filter(({ path }) => path === '/v1/logs')).toHaveLength(1)
})

test('children find the trace and where to send to', async () => {
  const { stdout } = await ended(runledger([], script('echo $TRACEPARENT $OTEL_EXPORTER_OTLP_ENDPOINT')))
  expect(stdout).toMatch(new RegExp(`^00-[0-9a-f]{32}-[0-9a-f]{16}-01 ${endpoint}\n$`))
})

test('a signal reaches the command, and its end by a signal is ours', async () => {
  const child = runledger([], script('trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done'))
  child.stdout?.once('data', () => child.kill('SIGTERM'))
  expect(await ended(child)).toMatchObject({ code: 7, signal: null })
  expect(await ended(runledger([], script('kill -KILL $$')))).toMatchObject({ code: null, signal: 'SIGKILL' })
})

test('a command that does not exist ends as in a shell', async () => {
  expect(await ended(runledger([], ['no-such-command']))).toMatchObject({
    code: 127,
    stderr: 'no-such-command: command not found\n',
  })
})

test('a ledger that is away is said once and changes nothing', async () => {
  const gone = http.createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as AddressInfo
  await new Promise((resolve) => gone.close(resolve))
  const { code, stdout, stderr } = await ended(
    runledger(['--endpoint', `http://127.0.0.1:${port}`], script('echo done')),
  )
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'done\n' })
  expect(stderr).toMatch(/^runledger: this run is not recorded: .* does not answer \(ECONNREFUSED\)\n$/)
})
