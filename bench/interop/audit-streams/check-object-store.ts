import assert from 'node:assert/strict'
import type { BenchProduct } from '../../product/bench-product'
import { assertEntries, entriesOf } from './compare'
import { until } from './receiver'
import { objectStore } from './receivers'
import type { StreamsApi } from './streams-api'
import { lastEntry } from './written-log'

const FULL_OBJECT = 5_000
/** An object that is not full waits until its first entry is a minute old. */
const LIMIT_MS = 75_000

/** MinIO refuses a wrong secret, takes the first object, is killed, and has every entry when it is back. */
export async function checkObjectStore(
  { minio, receivers: python }: { minio: string; receivers: string },
  product: BenchProduct,
  api: StreamsApi,
  dir: string,
): Promise<void> {
  const store = await objectStore(minio, python, dir)
  try {
    await store.receiver.start()
    store.create()
    const target = { kind: 's3', settings: store.settings }
    const { streamId: id } = await api.add({ name: 'MinIO', shape: 'ocsf', target, secret: 'another secret' })
    const refused = 'answered 403 (SignatureDoesNotMatch)'
    assert.equal(await api.test(id), refused)
    await until('the stream says that its secret is wrong', LIMIT_MS, async () => {
      const { lastError, cursor } = await api.of(id)
      assert.ok(lastError === null || lastError === refused, `the stream says that it ${lastError}`)
      return lastError === refused && cursor === 0
    })
    assert.deepEqual(store.objects(), [])
    await api.rotate(id, store.secret)
    await until('a full object', LIMIT_MS, async () => (await api.of(id)).cursor >= FULL_OBJECT)
    await store.receiver.kill()
    await until('the stream says that MinIO is away', LIMIT_MS, async () => {
      const { lastError } = await api.of(id)
      return lastError === 'refuses connections at this address'
    })
    await store.receiver.start()
    assert.equal(await api.test(id), null)
    const last = await lastEntry(product)
    // What has been written within this minute may wait.
    const old = (await api.of(id)).cursor
    await until(
      'MinIO has caught up',
      LIMIT_MS,
      async () => (await api.of(id)).cursor > Math.max(old, FULL_OBJECT),
    )
    const sent = Math.min(last, (await api.of(id)).cursor)
    await assertObjects(store.objects(), await api.exported('ocsf'), sent)
  } finally {
    await store.receiver.kill()
  }
}

/** Each is called by its first entry; one after the other they are the log, each entry once. */
async function assertObjects(
  objects: { key: string; body: string }[],
  exported: Map<number, unknown>,
  last: number,
): Promise<void> {
  const files = objects.filter(({ key }) => !key.endsWith('/runledger-test.jsonl'))
  const entries = files.map(({ body }) => entriesOf(body.trimEnd().split('\n')))
  assert.deepEqual(
    files.map(({ key }) => Number(/(\d{12})\.jsonl$/.exec(key)?.[1])),
    entries.map(([first]) => first?.seq),
  )
  const all = entries.flat()
  assert.deepEqual(
    all.map(({ seq }) => seq),
    all.map((_, at) => at + 1),
  )
  assertEntries(all, exported, last)
}
