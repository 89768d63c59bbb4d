import { getLastChange } from '@/db/queries/get-last-change'
import { getRetention, type StorageUse } from '@/db/queries/get-retention'
import { updateRetention } from '@/db/store/update-retention'
import { isoDates } from '@/lib/api/iso-dates'
import { getRetentionOperation, updateRetentionOperation } from '@/lib/api/organization-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getRetentionOperation, async ({ scope }) => {
    const { days, use } = await getRetention(scope)
    const last = { action: 'retention.updated', kind: 'organization', id: scope.orgId }
    return {
      ...days,
      use: {
        spans: forecast(use.spans, days.spanDays),
        logs: forecast(use.logs, days.logDays),
        executions: forecast(use.executions, days.executionDays),
        events: forecast(use.events, days.eventDays),
      },
      lastChange: isoDates(await getLastChange(scope, last)),
    }
  }),
  endpoint(updateRetentionOperation, ({ scope, body }) => updateRetention(scope, body)),
)

const forecast = (use: StorageUse, days: number) => ({
  ...use,
  forecastBytes: use.bytesPerDay === null ? null : use.bytesPerDay * days,
})
