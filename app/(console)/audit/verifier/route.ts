import { VERIFIER_FILES, verifierText } from '@/lib/audit-verifier'
import { requireApiViewer } from '@/lib/auth/viewer'
import { route } from '@/lib/http/route'
import { Refusal } from '@/lib/model/refusal'

/** The verifier as a file to keep: it is to be trusted as what it is, not as a page of the server whose log it verifies. */
export const GET = route(async (request: Request): Promise<Response> => {
  await requireApiViewer()
  const name = VERIFIER_FILES.find((each) => each === new URL(request.url).searchParams.get('file'))
  const text = name === undefined ? null : verifierText(name)
  if (text === null)
    throw new Refusal('not_found', 'The verifier lies in dist/verifier once Runledger is built.')
  return new Response(text, {
    headers: {
      'content-type': name === 'verify.mjs' ? 'text/javascript' : 'text/html; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
    },
  })
})
