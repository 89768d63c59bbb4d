import type { ApiScope } from '@/lib/model/api-scope'
import { type MintedToken, mintToken, type ParsedToken, parseToken } from './secret-token'

/** A new token of the API, `rl_read_…` or, where it may change things, `rl_api_…`. */
export const mintReadToken = (scope: ApiScope = 'read'): MintedToken =>
  mintToken(scope === 'read' ? 'read' : 'api')

/** Null for anything that cannot be a token of the API, one for sending included. */
export const parseReadToken = (token: string): ParsedToken | null =>
  parseToken('read', token) ?? parseToken('api', token)
