import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { CONSOLE_URL, DATA_DIR, PORTS, remember } from './installation'

const START_WITHIN_MS = 180_000
const STOP_WITHIN_MS = 15_000

/** Starts the product as a user does and hands on the one-time link it prints; gives back how to stop it. */
export default async function startProduct(): Promise<() => Promise<void>> {
  rmSync(DATA_DIR, { recursive: true, force: true })
  mkdirSync(DATA_DIR, { recursive: true })
  const product = spawn(process.execPath, ['bin/runledger', 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: '',
      RUNLEDGER_DATA_DIR: `${DATA_DIR}/installation`,
      RUNLEDGER_URL: CONSOLE_URL,
      RUNLEDGER_PORT: String(PORTS.console),
      RUNLEDGER_OTLP_HTTP_PORT: String(PORTS.otlpHttp),
      RUNLEDGER_OTLP_GRPC_PORT: String(PORTS.otlpGrpc),
      RUNLEDGER_GIT_PROTOCOLS: 'https,ssh,file',
    },
  })
  const setUpLink = await printedLink(product)
  remember({ setUpLink }, {})
  return () => stopped(product)
}

function printedLink(product: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const timer = setTimeout(() => {
      product.kill('SIGKILL')
      reject(new Error(`No set-up link within ${START_WITHIN_MS} ms:\n${printed}`))
    }, START_WITHIN_MS)
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      const link = /https?:\/\/\S+\/setup\?token=[\w.-]+/.exec(printed)
      if (!link) return
      clearTimeout(timer)
      resolve(link[0])
    }
    product.stdout?.on('data', read)
    product.stderr?.on('data', read)
    product.on('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The product ended with ${code}:\n${printed}`))
    })
  })
}

function stopped(product: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    if (product.exitCode !== null) return resolve()
    const timer = setTimeout(() => {
      product.kill('SIGKILL')
      reject(new Error(`Did not stop within ${STOP_WITHIN_MS} ms`))
    }, STOP_WITHIN_MS)
    product.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    product.kill('SIGINT')
  })
}
