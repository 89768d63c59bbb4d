import type { ApiScope } from './api-scope'

/** A token of the API, as it is shown; never the token itself. */
export type ListedReadToken = {
  id: string
  name: string
  status: 'active' | 'expired' | 'revoked'
  scope: ApiScope
  /** For all that its person may; `teams` is empty then. */
  isForAll: boolean
  /** The token by which it was made, if any. */
  parentId: string | null
  /** What it was made for; it does less when its person may. */
  teams: { id: string; name: string }[]
  createdAt: Date
  createdBy: string | null
  isOwn: boolean
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
  userAgent: string | null
}
