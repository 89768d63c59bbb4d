import { listSources } from '@/db/queries/list-sources'
import { createSource } from '@/db/store/create-source'
import { createSourceOperation, listSourcesOperation } from '@/lib/api/source-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { describedSource } from './described-source'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listSourcesOperation, async ({ scope }) => ({
    items: (await listSources(scope)).map(({ stored, duplicate, rejected, redacted, ...source }) => ({
      ...source,
      team: source.teamName,
      lastReceivedAt: source.lastReceivedAt?.toISOString() ?? null,
      lastDay: { stored, duplicate, rejected, redacted },
    })),
  })),
  endpoint(createSourceOperation, async ({ scope, body }) => {
    const { sourceId } = await createSource(scope, body)
    return { location: `/sources/${sourceId}`, answer: await describedSource(scope, sourceId) }
  }),
)
