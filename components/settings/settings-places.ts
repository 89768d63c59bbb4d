import {
  Building2,
  Cable,
  ContactRound,
  FolderGit2,
  HeartPulse,
  KeyRound,
  LogIn,
  type LucideIcon,
  Route,
  UserRound,
  Users,
  UsersRound,
} from 'lucide-react'

export type SettingsPlace = {
  href: string
  title: string
  Icon: LucideIcon
  /** Shown to owners alone: what it holds belongs to the organization as a whole. */
  isForOwners?: boolean
}

/** Where the settings' own navigation leads. A page is listed here when it exists. */
export const SETTINGS_PLACES: readonly SettingsPlace[] = [
  { href: '/settings', title: 'Account', Icon: UserRound },
  { href: '/settings/organization', title: 'Organization & retention', Icon: Building2, isForOwners: true },
  { href: '/settings/teams', title: 'Teams', Icon: UsersRound },
  { href: '/settings/members', title: 'Members', Icon: Users },
  { href: '/settings/people', title: 'People', Icon: ContactRound, isForOwners: true },
  { href: '/settings/ownership', title: 'Ownership', Icon: Route, isForOwners: true },
  { href: '/settings/repositories', title: 'Repositories', Icon: FolderGit2 },
  { href: '/settings/sign-in', title: 'Sign-in', Icon: LogIn, isForOwners: true },
  { href: '/settings/tokens', title: 'API tokens', Icon: KeyRound },
  { href: '/settings/system', title: 'System health', Icon: HeartPulse, isForOwners: true },
  { href: '/sources', title: 'Sources', Icon: Cable },
]

/** The place that an address belongs to; the account's is the settings' own address. */
export const settingsPlaceOf = (pathname: string): SettingsPlace | undefined =>
  SETTINGS_PLACES.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`)).sort(
    (a, b) => b.href.length - a.href.length,
  )[0]
