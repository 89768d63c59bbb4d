/** A token of a source as it is shown; never the token itself. */
export type ListedToken = {
  id: string
  name: string
  status: 'active' | 'expired' | 'revoked'
  createdAt: Date
  createdBy: string | null
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
  userAgent: string | null
}
