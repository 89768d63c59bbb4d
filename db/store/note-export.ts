import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { teamsFor } from '@/lib/model/scope'
import { audited } from './audited'

export type Export = { query: string; range: string; format: string; rows: number; isCut: boolean }

/**
 * Writes down that executions leave in a file, before the first row does. Who may read none may not take any along: that is
 * refused and written down too.
 */
export async function noteExport(scope: Scope, file: Export, on: Db = database()): Promise<void> {
  const teams = teamsFor(scope, 'execution.read')
  const [anyTeam = null] = teams ?? []
  // The file of somebody of one team is that team's business; one across teams is the organization's.
  const teamId = teams?.length === 1 ? anyTeam : null
  await audited(
    scope,
    { permission: 'execution.read', teamId: anyTeam, target: { kind: 'executions', id: 'export' } },
    async () => ({
      result: undefined,
      entry: {
        action: 'executions.exported',
        target: { kind: 'executions', id: 'export', teamId },
        after: { ...file, teams: teams ?? 'all' },
      },
    }),
    on,
  )
}
