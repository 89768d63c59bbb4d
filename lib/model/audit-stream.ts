/** What a stream of the audit log speaks. `otlp`: logs over HTTP as JSON. `s3`: objects of lines. */
export const STREAM_KINDS = ['webhook', 'syslog', 'otlp', 's3'] as const
export type StreamKind = (typeof STREAM_KINDS)[number]

/** The shape of each entry: Runledger's own, the Elastic Common Schema, the Open Cybersecurity Schema Framework. */
export const STREAM_SHAPES = ['jsonl', 'ecs', 'ocsf'] as const
export type StreamShape = (typeof STREAM_SHAPES)[number]

/** Where a stream goes to, without what is secret. */
export type StreamTarget =
  | { kind: 'webhook'; settings: { url: string } }
  /**
   * `ca`: certificates in PEM that are trusted for TLS besides those that Node knows; empty for none. `clientCertificate`: what
   * the server knows us by (mutual TLS), in PEM with those between it and its authority; its key is the secret. Empty for none.
   */
  | {
      kind: 'syslog'
      settings: { host: string; port: number; isTls: boolean; ca: string; clientCertificate: string }
    }
  /** `header`: the name of the header that the secret is sent in; empty where there is none. */
  | { kind: 'otlp'; settings: { url: string; header: string } }
  | {
      kind: 's3'
      settings: { endpoint: string; region: string; bucket: string; prefix: string; accessKeyId: string }
    }

/** Which entries are sent. Null is all of them; actions are a noun (`source`) or a whole action (`source.created`). */
export type StreamFilter = { teamIds: string[] | null; actions: string[] | null }

/** A stream as people set it up. */
export type StreamSetting = { name: string; target: StreamTarget; shape: StreamShape; filter: StreamFilter }

/** A stream with how it stands. */
export type ListedStream = StreamSetting & {
  id: string
  hasSecret: boolean
  /** Until when webhooks are signed with the secret before the present one, too. */
  previousSecretUntil: Date | null
  pausedAt: Date | null
  createdAt: Date
  /** The last entry that was sent or passed over by the filter. */
  cursor: number
  /** Entries of the log after it, whether or not the filter passes them over. */
  behind: number
  /** When the first of those was written; null when there is none. */
  behindSince: Date | null
  sent: number
  /** Entries that retention removed before they were sent. */
  missed: number
  lastSentAt: Date | null
  lastError: string | null
  failingSince: Date | null
  /** Attempts that failed one after the other. */
  attempts: number
  nextAttemptAt: Date | null
}

/** What came of sending one test event; null where it was taken. */
export type StreamTest = { error: string | null }

/** What a form learns of a stream. `secret`: what was made for a webhook. `test`: what came of trying it, where it was. */
export type MadeStream = { secret: string | null; test: StreamTest | null }

export type StreamHealth = 'paused' | 'failing' | 'well' | 'waiting'

/** In a word: `waiting` has sent nothing yet. */
export function streamHealth(of: Pick<ListedStream, 'pausedAt' | 'lastError' | 'lastSentAt'>): StreamHealth {
  if (of.pausedAt !== null) return 'paused'
  if (of.lastError !== null) return 'failing'
  return of.lastSentAt === null ? 'waiting' : 'well'
}

/** Where a stream goes to, in one line. */
export function streamAddress({ kind, settings }: StreamTarget): string {
  switch (kind) {
    case 'webhook':
    case 'otlp':
      return settings.url
    case 'syslog':
      return `${settings.isTls ? 'tls' : 'tcp'}://${hostName(settings.host)}:${settings.port}`
    case 's3':
      return `${settings.endpoint}/${settings.bucket}${settings.prefix === '' ? '' : `/${settings.prefix}`}`
  }
}

/** Whether a stream there goes with a secret: a key to sign by, what a header says, the key of a certificate. */
export function needsSecret({ kind, settings }: StreamTarget): boolean {
  if (kind === 'otlp') return settings.header !== ''
  return kind === 'syslog' ? settings.clientCertificate !== '' : true
}

/** The server and, of S3, whose key it is: a secret that was given for one is never sent to another. */
export function streamServer(target: StreamTarget): string {
  switch (target.kind) {
    case 'webhook':
    case 'otlp':
      return new URL(target.settings.url).origin
    case 'syslog':
      return streamAddress(target)
    case 's3':
      return `${new URL(target.settings.endpoint).origin} ${target.settings.accessKeyId}`
  }
}

const hostName = (host: string): string => (host.includes(':') ? `[${host}]` : host)
