import { type Scope, sealScope, systemActor } from '@/lib/model/scope'

const COMMAND = 'bin/runledger '

/** The scope of what Runledger does by itself, named for the part that acts: it may do everything in one organization. */
export const systemScope = (orgId: string, part = 'runledger'): Scope =>
  sealScope({
    orgId,
    userId: null,
    isOwner: false,
    teams: {},
    // What somebody gives as a command on the machine is not what Runledger does by itself.
    actor: systemActor(
      part,
      part.startsWith(COMMAND) ? { kind: 'cli', id: part.slice(COMMAND.length) } : undefined,
    ),
  })
