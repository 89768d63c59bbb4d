import { notFound } from 'next/navigation'
import { Refusal } from '@/lib/model/refusal'

/** For pages: what is not there, or not for this reader, is Next's 404. */
export async function orNotFound<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') notFound()
    throw error
  }
}
