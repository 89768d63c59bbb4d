import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'
import { encodeJsonRequest } from '../otlp/json-request'
import { type DecodeOutcome, rejectionMessage } from '../otlp/outcome'
import type { Form } from './negotiate'
import { RateLimit } from './rate-limit'
import type { Authenticate, IngestHeaders, Signal, Sink } from './sink'

export type IntakeOptions = {
  sink: Sink
  authenticate: Authenticate
  /** Limit of a request's body, before and after inflating. */
  bodyBytesMax: number
  /** For sources that have no limit of their own. */
  itemsPerSecondDefault: number
  /** Milliseconds since 1970. */
  clock: () => number
  /** Told of every error that is a bug of ours; the client only gets a 500. */
  report: (error: unknown) => void
}

/** What a 200 has to say beside "stored". */
export type PartialSuccess = { rejected: number; message: string }

const RETRY_SECONDS = 1

/** What both transports do with a request: prove its source, find room for it, hand it on, word the answer. */
export class Intake {
  readonly #options: IntakeOptions
  readonly #rate: RateLimit
  #reading = 0

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#rate = new RateLimit(options.itemsPerSecondDefault, options.clock)
  }

  get bodyBytesMax(): number {
    return this.#options.bodyBytesMax
  }

  report(error: unknown): void {
    this.#options.report(error)
  }

  /** The source that sends, if it may send now. */
  async admit(headers: IngestHeaders): Promise<IngestSource> {
    const source = await this.#options.authenticate(headers)
    this.#rate.admit(source)
    return source
  }

  /** Room for a body that is announced to have that many bytes; it is taken as the bytes come. */
  reserve(announcedBytes: number): Reservation {
    const reservation = new Reservation((bytes, own) => this.#take(bytes, own))
    if (!this.#hasRoom(announcedBytes, 0)) throw noRoom()
    return reservation
  }

  /** Resolves when the sink has made the request durable. The reservation ends when the sink counts it as its own. */
  async accept(
    signal: Signal,
    form: Form,
    body: Buffer,
    source: IngestSource,
    reservation: Reservation,
  ): Promise<PartialSuccess | null> {
    const protobuf = form === 'json' ? encodeJsonRequest(signal, body.toString('utf8')) : body
    const written = this.#options.sink.write(signal, protobuf, source)
    reservation.release()
    const outcome = await written
    this.#rate.charge(source, outcome.accepted + outcome.rejectedCount)
    return partialSuccess(signal, outcome)
  }

  #take(bytes: number, own: number): void {
    if (bytes > 0 && !this.#hasRoom(bytes, own)) throw noRoom()
    this.#reading += bytes
  }

  /** A body that is alone may always be read to the end, or a queue smaller than the body limit would never take it. */
  #hasRoom(bytes: number, own: number): boolean {
    const { sink } = this.#options
    return sink.hasRoom(this.#reading + bytes) || (this.#reading === own && sink.hasRoom(0))
  }
}

/** The bytes that one unfinished request holds. */
export class Reservation {
  #own = 0

  constructor(readonly take: (bytes: number, own: number) => void) {}

  grow(bytes: number): void {
    this.take(bytes, this.#own)
    this.#own += bytes
  }

  release(): void {
    this.take(-this.#own, this.#own)
    this.#own = 0
  }
}

const noRoom = (): Refusal =>
  new Refusal('unavailable', 'not able to store at the moment, try again', RETRY_SECONDS)

function partialSuccess(signal: Signal, outcome: DecodeOutcome): PartialSuccess | null {
  const rejected = outcome.rejectedCount
  if (rejected === 0) return null
  if (signal === 'metrics')
    return { rejected, message: 'metrics are not stored; set OTEL_METRICS_EXPORTER=none' }
  return { rejected, message: rejectionMessage(outcome).slice(0, 1000) }
}
