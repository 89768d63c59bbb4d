import { startChild } from '@/bin/supervisor/child'
import { connectSource } from '@/db/store/connect-source'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { systemScope } from '@/lib/auth/system-scope'
import { inheritedEnvironment } from '@/lib/config'
import { installationSecret } from '@/lib/installation-secret'
import type { BenchProduct } from '../../product/bench-product'
import { connectedSource } from './connected-source'

/** A source whose tool is asked by the real worker process until `stop`. */
export type PolledSource = { sourceId: string; stop: () => Promise<void> }

type Api = { url: string; settings: Record<string, string> }

/** Lets the running worker ask a tool for a source that is connected already. */
export async function askedAsWell(product: BenchProduct, sourceId: string, of: Api): Promise<void> {
  const settings = Buffer.from(sealSecret(JSON.stringify(of.settings), 'connection'), 'base64url')
  const poll = { url: of.url, settings, isOn: true }
  await connectSource(systemScope(product.orgId), sourceId, { poll }, product.store.db)
}

/** Adds a source with the address of its tool's API and what that needs, and starts a worker, which asks at once. */
export async function polledSource(product: BenchProduct, kind: string, of: Api): Promise<PolledSource> {
  const { sourceId } = await connectedSource(product, kind)
  await askedAsWell(product, sourceId, of)
  const worker = startChild('worker', process.cwd(), {
    ...inheritedEnvironment(),
    NODE_ENV: 'production',
    DATABASE_URL: product.database.url,
    RUNLEDGER_DATA_DIR: product.dir,
    // What this process sealed, that one opens.
    RUNLEDGER_SECRET: installationSecret(),
    RUNLEDGER_LOG_LEVEL: 'warn',
    RUNLEDGER_SELF_TELEMETRY: 'off',
  })
  await worker.ready
  return {
    sourceId,
    stop: async () => {
      worker.kill('SIGTERM')
      await worker.ended
    },
  }
}
