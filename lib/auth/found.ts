import { notFound } from 'next/navigation'
import type { PagedThing } from '@/db/store/note-denied-page'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { refuseThing } from './refused-page'

/** For pages: what is not there, or not for this reader, is Next's 404. That `of` was asked for by who may not is written down. */
export async function orNotFound<T>(
  asked: Promise<T>,
  of?: { scope: Scope; kind: PagedThing; id: string },
): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') {
      if (of !== undefined) refuseThing(of.scope, of.kind, of.id)
      notFound()
    }
    throw error
  }
}
