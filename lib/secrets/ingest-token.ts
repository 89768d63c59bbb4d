import { type MintedToken, mintToken, type ParsedToken, parseToken } from './secret-token'

/** A new token for sending to a source, `rl_ing_…`. */
export const mintIngestToken = (): MintedToken => mintToken('ing')

/** Null for anything that cannot be an ingest token, one for reading included. */
export const parseIngestToken = (token: string): ParsedToken | null => parseToken('ing', token)
