import { Refusal } from '@/lib/model/refusal'

/** Refuses what a page of another site has asked for: it would write in the log under the reader's name. */
export function requireOwnPage(request: Request): void {
  if (request.headers.get('sec-fetch-site') === 'cross-site')
    throw new Refusal('forbidden', 'Files are asked for in the console.')
}
