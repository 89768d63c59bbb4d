import { listSources } from '@/db/queries/list-sources'
import { listSourcesOperation } from '@/lib/api/source-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(listSourcesOperation, async ({ scope }) => ({
  items: (await listSources(scope)).map(({ stored, duplicate, rejected, redacted, ...source }) => ({
    ...source,
    team: source.teamName,
    lastReceivedAt: source.lastReceivedAt?.toISOString() ?? null,
    lastDay: { stored, duplicate, rejected, redacted },
  })),
}))
