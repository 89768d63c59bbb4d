import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { Refusal } from '@/lib/model/refusal'
import { otlpFile } from './otlp-file'

type Context = { params: Promise<{ traceId: string }> }

/** The spans of a trace, or with `signal=logs` its log records, as one OTLP/JSON request that any receiver takes. */
export const GET = route(async (request: Request, { params }: Context) => {
  const viewer = await requireApiViewer()
  const signal = new URL(request.url).searchParams.get('signal') ?? 'spans'
  if (signal !== 'spans' && signal !== 'logs') {
    throw new Refusal('invalid', 'The signal is spans or logs.', null, 'signal')
  }
  return otlpFile(viewer, (await params).traceId, signal)
})
