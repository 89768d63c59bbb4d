import { notFound } from 'next/navigation'
import { after } from 'next/server'
import { noteDeniedPage, noteDeniedThing, type PagedThing } from '@/db/store/note-denied-page'
import { log } from '@/lib/log'
import type { Permission } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'

/** For a page of the organization that the reader may not see: Next's 404. That they opened it is written down. */
export function refusePage(scope: Scope, path: string, needs: Permission): never {
  later(() => noteDeniedPage(scope, { path, needs }))
  notFound()
}

/** For the page of a thing that is not there, or not for this reader: Next's 404 for both. The latter is written down. */
export function refuseThing(scope: Scope, kind: PagedThing, id: string): never {
  later(() => noteDeniedThing(scope, { kind, id }))
  notFound()
}

/** Once the page was sent: so the 404 of what is there comes no later than that of what is not, and no page waits. */
function later(note: () => Promise<void>): void {
  after(async () => {
    try {
      await note()
    } catch (error) {
      log('audit').error({ err: error }, 'a page that was refused could not be written down')
    }
  })
}
