import {
  Activity,
  Cable,
  GitCommitHorizontal,
  House,
  type LucideIcon,
  ScrollText,
  Settings,
  Waypoints,
  Workflow,
} from 'lucide-react'

export type Place = { href: string; title: string; Icon: LucideIcon; key: string }

/** Where the rail leads and `g` jumps to. A page is listed here when it exists. */
export const PLACES: readonly Place[] = [
  { href: '/', title: 'Home', Icon: House, key: 'h' },
  { href: '/executions', title: 'Executions', Icon: Activity, key: 'e' },
  { href: '/flows', title: 'Flows', Icon: Workflow, key: 'f' },
  { href: '/traces', title: 'Traces', Icon: Waypoints, key: 't' },
  { href: '/changes', title: 'Changes', Icon: GitCommitHorizontal, key: 'c' },
  { href: '/sources', title: 'Sources', Icon: Cable, key: 's' },
  { href: '/audit', title: 'Audit', Icon: ScrollText, key: 'a' },
  { href: '/settings', title: 'Settings', Icon: Settings, key: ',' },
]

/** What of the console somebody may see, as far as places differ by it. */
export type PlaceAccess = { readsAudit: boolean; onlyAudits: boolean }

/** The places of somebody: the audit log for those who may read it, and for those who only audit nothing but it and their account. */
export const placesFor = ({ readsAudit, onlyAudits }: PlaceAccess): readonly Place[] =>
  PLACES.filter(({ href }) => (href === '/audit' ? readsAudit : !onlyAudits || href === '/settings'))

/** The place that an address belongs to. */
export const placeOf = (pathname: string): Place | undefined =>
  PLACES.find(
    (place) => pathname === place.href || (place.href !== '/' && pathname.startsWith(`${place.href}/`)),
  )
