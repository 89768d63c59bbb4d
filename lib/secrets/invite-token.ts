import { type MintedToken, mintToken, type ParsedToken, parseToken } from './secret-token'

/** A new token of an invitation's link, `rl_inv_…`: what redacts our tokens takes it out of our own traces too. */
export const mintInviteToken = (): MintedToken => mintToken('inv')

/** Null for anything that cannot be the token of an invitation. */
export const parseInviteToken = (token: string): ParsedToken | null => parseToken('inv', token)
