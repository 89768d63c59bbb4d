import { otlpFile } from '@/app/api/traces/[traceId]/otlp/otlp-file'
import { getTraceOtlpOperation } from '@/lib/api/trace-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getTraceOtlpOperation,
  ({ scope, params: { traceId }, query: { signal } }) => otlpFile(scope, traceId, signal),
)
