/** A token that reads the API, as it is shown; never the token itself. */
export type ListedReadToken = {
  id: string
  name: string
  status: 'active' | 'expired' | 'revoked'
  /** What it was made to read; it reads less when its person may. */
  teams: { id: string; name: string }[]
  createdAt: Date
  createdBy: string | null
  isOwn: boolean
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
  userAgent: string | null
}
