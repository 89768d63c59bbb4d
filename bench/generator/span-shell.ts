import { pick } from './random'
import { attribute, chunk, fixed64, integer, type Value } from './wire-writer'

/**
 * A span encoded but for its ids and times, which are zeros at known places. A million spans are made by copying shells
 * and filling in those places; that is why making the load costs next to nothing.
 */
export type SpanShell = {
  /** The span as field 2 of its ScopeSpans, tag and length included. */
  bytes: Buffer
  traceIdAt: number
  spanIdAt: number
  /** -1 in the shell of a root. */
  parentIdAt: number
  startAt: number
  endAt: number
  /** Where the times of its events go. */
  eventTimesAt: number[]
  /** Where 16 hexadecimal letters of the span's own go, so that no two spans compress to one. */
  uniqueAt: number
}

const UNIQUE = '0000000000000000'
const PLACE = 0x5a5a5a5a5a5a5a5an

type Random = () => number
type Attribute = [string, Value]

const HOSTS = [
  'orders.shop.internal',
  'ledger.shop.internal',
  'search.shop.internal',
  'mail.partner.example',
] as const
const ROUTES = [
  '/v2/orders/{id}',
  '/v2/customers/{id}/invoices',
  '/search',
  '/healthz',
  '/v1/reports/daily',
] as const
const TABLES = ['orders', 'order_lines', 'customers', 'payments', 'stock_levels', 'shipments'] as const

function httpCall(random: Random): [string, number, Attribute[]] {
  const route = pick(random, ROUTES)
  const host = pick(random, HOSTS)
  const method = pick(random, ['GET', 'GET', 'POST', 'PUT'])
  return [
    method,
    3,
    [
      ['http.request.method', method],
      [
        'url.full',
        `https://${host}${route.replace('{id}', String(Math.floor(random() * 1e6)))}?page=${Math.floor(random() * 40)}`,
      ],
      ['http.response.status_code', BigInt(pick(random, [200, 200, 201, 204, 404]))],
      ['server.address', host],
      ['server.port', 443n],
      ['network.protocol.version', '1.1'],
      ['user_agent.original', 'orders-worker/4.17.2 (linux; x64) undici/7.3'],
    ],
  ]
}

function query(random: Random): [string, number, Attribute[]] {
  const table = pick(random, TABLES)
  return [
    `SELECT shop.${table}`,
    3,
    [
      ['db.system.name', 'postgresql'],
      ['db.namespace', 'shop'],
      ['db.collection.name', table],
      ['db.operation.name', 'SELECT'],
      [
        'db.query.text',
        `SELECT id, state, total_cents, updated_at FROM ${table} WHERE tenant_id = $1 AND updated_at > $2 ORDER BY id LIMIT ${Math.floor(random() * 500)}`,
      ],
      ['db.response.returned_rows', BigInt(Math.floor(random() * 500))],
      ['server.address', `pg-${Math.floor(random() * 4)}.shop.internal`],
    ],
  ]
}

function remoteCall(random: Random): [string, number, Attribute[]] {
  const method = pick(random, ['Reserve', 'Release', 'ListLevels'])
  return [
    `shop.stock.v1.StockService/${method}`,
    3,
    [
      ['rpc.system', 'grpc'],
      ['rpc.service', 'shop.stock.v1.StockService'],
      ['rpc.method', method],
      ['rpc.grpc.status_code', 0n],
      ['network.peer.address', `10.32.${Math.floor(random() * 8)}.${Math.floor(random() * 250)}`],
      ['network.peer.port', BigInt(9000 + Math.floor(random() * 90))],
      ['rpc.message.uncompressed_size', BigInt(Math.floor(random() * 90_000))],
    ],
  ]
}

function step(random: Random): [string, number, Attribute[]] {
  const name = pick(random, [
    'load customers',
    'price orders',
    'write ledger',
    'send receipts',
    'reconcile stock',
  ])
  return [
    name,
    1,
    [
      ['code.function.name', `${name.replaceAll(' ', '_')}.process`],
      ['code.file.path', `/srv/app/flows/${name.replaceAll(' ', '_')}.py`],
      ['code.line.number', BigInt(Math.floor(random() * 900))],
      ['batch.rows', BigInt(Math.floor(random() * 100_000))],
      ['batch.share', random()],
      ['cache.hit', random() < 0.5],
      ['shop.regions', ['eu-west', 'eu-north', 'us-east']],
    ],
  ]
}

const around = (random: Random): Attribute[] => [
  [
    'k8s.pod.name',
    `orders-worker-7f9c6d5b8-${Math.floor(random() * 1e5)
      .toString(36)
      .padStart(5, 'x')}`,
  ],
  ['k8s.node.name', `node-${Math.floor(random() * 40)}`],
  ['thread.id', BigInt(Math.floor(random() * 64))],
  ['enduser.segment', pick(random, ['retail', 'wholesale', 'internal'])],
]

const STACK = `Traceback (most recent call last):
  File "/srv/app/flows/price_orders.py", line 214, in process
    total = self.pricing.total(order, region=region)
  File "/srv/app/pricing/client.py", line 88, in total
    raise PricingTimeout(f"no answer from pricing after {self.timeout_s} s")
pricing.errors.PricingTimeout: no answer from pricing after 5 s`

function events(random: Random, isError: boolean): Buffer[] {
  if (isError)
    return [
      chunk(
        11,
        fixed64(1, PLACE),
        chunk(2, 'exception'),
        attribute(3, 'exception.type', 'pricing.errors.PricingTimeout'),
        attribute(3, 'exception.message', 'no answer from pricing after 5 s'),
        attribute(3, 'exception.stacktrace', STACK),
      ),
    ]
  if (random() > 0.15) return []
  return [
    chunk(
      11,
      fixed64(1, PLACE),
      chunk(2, 'cache.miss'),
      attribute(3, 'cache.key', `price:${Math.floor(random() * 1e6)}`),
    ),
  ]
}

/** Encodes one span of 12 attributes, the last of them its own alone. */
export function spanShell(random: Random, place: { isRoot: boolean; isTask: boolean }): SpanShell {
  const kindOfWork = place.isRoot || place.isTask ? step : pick(random, [httpCall, query, remoteCall, step])
  const [name, kind, attributes] = kindOfWork(random)
  const isError = random() < 0.02
  const head = Buffer.concat([
    chunk(1, Buffer.alloc(16)),
    chunk(2, Buffer.alloc(8)),
    ...(place.isRoot ? [] : [chunk(4, Buffer.alloc(8))]),
    chunk(
      5,
      place.isRoot ? pick(random, ['nightly orders', 'hourly ledger', 'stock sync', 'receipts']) : name,
    ),
    integer(6, kind),
    fixed64(7, 0n),
    fixed64(8, 0n),
  ])
  const body = Buffer.concat([
    ...[...attributes, ...around(random)].map(([key, value]) => attribute(9, key, value)),
    attribute(9, 'shop.request.id', UNIQUE),
    ...events(random, isError),
    ...(isError ? [chunk(15, chunk(2, 'no answer from pricing after 5 s'), integer(3, 2))] : []),
    ...(random() < 0.5 ? [Buffer.from([0x85, 0x01, 1, 1, 0, 0])] : []),
  ])
  const bytes = chunk(2, head, body)
  const at = bytes.length - head.length - body.length
  const endAt = at + head.length - 8
  return {
    bytes,
    traceIdAt: at + 2,
    spanIdAt: at + 20,
    parentIdAt: place.isRoot ? -1 : at + 30,
    startAt: endAt - 9,
    endAt,
    eventTimesAt: placesOf(bytes),
    uniqueAt: bytes.indexOf(UNIQUE, at, 'latin1'),
  }
}

function placesOf(bytes: Buffer): number[] {
  const wanted = Buffer.alloc(8)
  wanted.writeBigUInt64LE(PLACE)
  const found: number[] = []
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 8)) found.push(at)
  return found
}
