/** What a token of the API is for: to look, or to change things as well. */
export const API_SCOPES = ['read', 'write'] as const
export type ApiScope = (typeof API_SCOPES)[number]

/** What a token of the API begins with: one that may change things can be told from one that only reads. */
export const API_TOKEN_PREFIX: Record<ApiScope, string> = { read: 'rl_read_', write: 'rl_api_' }
