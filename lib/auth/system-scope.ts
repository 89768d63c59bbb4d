import { type Scope, sealScope } from '@/lib/model/scope'

/** The scope of what Runledger does by itself, named for the part that acts: it may do everything in one organization. */
export const systemScope = (orgId: string, part = 'runledger'): Scope =>
  sealScope({
    orgId,
    userId: null,
    isOwner: false,
    teams: {},
    actor: { kind: 'system', id: part, name: 'Runledger', ip: null, requestId: null },
  })
