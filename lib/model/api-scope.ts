/** What a token of the API is for: to look, or to change things as well. */
export const API_SCOPES = ['read', 'write'] as const
export type ApiScope = (typeof API_SCOPES)[number]
