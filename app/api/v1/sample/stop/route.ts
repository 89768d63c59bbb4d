import { stopSample } from '@/db/store/start-sample'
import { stopSampleOperation } from '@/lib/api/organization-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(stopSampleOperation, ({ scope }) =>
  stopSample(scope),
)
