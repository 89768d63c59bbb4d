import type { PublicationKind } from './audit-entry'

/** Below `audit` in the data directory: nothing to set. */
export type FileSettings = Record<string, never>
export type WebhookSettings = { url: string }
export type GitSettings = {
  /** `https://`, `ssh://`, or `file://` where the operator allows that. */
  remote: string
  branch: string
  /** Folder in the repository that checkpoints are written to; empty for its root. */
  folder: string
  /** Who the secret is of, for https. */
  username: string
}

/** What a publication is set to; the secret (signing secret of a webhook, password of a remote) is sealed apart from it. */
export type PublicationSettings =
  | { kind: 'file'; settings: FileSettings }
  | { kind: 'webhook'; settings: WebhookSettings }
  | { kind: 'git'; settings: GitSettings }

/** Where a publication goes to, in one line. */
export function publicationAddress(kind: PublicationKind, settings: unknown): string {
  const of = typeof settings === 'object' && settings !== null ? settings : {}
  if (kind === 'webhook') return textOf(of, 'url')
  if (kind === 'git') return `${textOf(of, 'remote')} (${textOf(of, 'branch')})`
  return 'audit, in the data directory'
}

const textOf = (of: object, key: string): string => {
  const value: unknown = Reflect.get(of, key)
  return typeof value === 'string' ? value : ''
}
