import assert from 'node:assert/strict'
import type { Console } from '../../read/console'

/** A stream as the API tells it. */
type ToldStream = {
  id: string
  target: unknown
  behind: number
  cursor: number
  sent: number
  missed: number
  hasSecret: boolean
  lastError: string | null
}

/** How an owner sets up streams: by the API, with a token. */
export class StreamsApi {
  private constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  static async signedIn({ url, cookie }: Console): Promise<StreamsApi> {
    const made = await fetch(`${url}/api/v1/tokens`, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Audit streams', scope: 'write', teamIds: null }),
    })
    assert.equal(made.status, 201, `no token was made: ${made.status}`)
    const { token } = (await made.json()) as { token: string }
    return new StreamsApi(url, token)
  }

  async add(body: object): Promise<{ streamId: string; secret: string | null }> {
    return JSON.parse(await this.#ask('POST', '/audit/streams', { from: 'beginning', ...body }))
  }

  async change(id: string, body: object): Promise<void> {
    await this.#ask('PUT', `/audit/streams/${id}`, body)
  }

  async rotate(id: string, secret: string | null): Promise<string | null> {
    return JSON.parse(await this.#ask('POST', `/audit/streams/${id}/rotate`, { secret })).secret
  }

  /** Null where the test was taken, else why not. */
  async test(id: string): Promise<string | null> {
    return JSON.parse(await this.#ask('POST', `/audit/streams/${id}/test`)).error
  }

  async pause(id: string): Promise<void> {
    await this.#ask('PUT', `/audit/streams/${id}/paused`, { isPaused: true })
  }

  async of(id: string): Promise<ToldStream> {
    const { items } = JSON.parse(await this.#ask('GET', '/audit/streams')) as { items: ToldStream[] }
    const found = items.find((each) => each.id === id)
    assert.ok(found)
    return found
  }

  /** The log as it is exported, by number. */
  async exported(format: string): Promise<Map<number, unknown>> {
    const text = await this.#ask('GET', `/audit/export?format=${format}`)
    const lines = text.trimEnd().split('\n')
    return new Map(lines.map((line): [number, unknown] => [seqOf(JSON.parse(line)), JSON.parse(line)]))
  }

  async #ask(method: string, path: string, body?: object): Promise<string> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`)
    return text
  }
}

/** The number of an entry in any shape. */
export function seqOf(entry: {
  seq?: number
  event?: { sequence: number }
  metadata?: { sequence: number }
}): number {
  const seq = entry.seq ?? entry.event?.sequence ?? entry.metadata?.sequence
  assert.ok(typeof seq === 'number')
  return seq
}
