import { type MintedToken, mintToken, type ParsedToken, parseToken } from './secret-token'

/** A new token for reading the API, `rl_read_…`. */
export const mintReadToken = (): MintedToken => mintToken('read')

/** Null for anything that cannot be a read token, one for sending included. */
export const parseReadToken = (token: string): ParsedToken | null => parseToken('read', token)
