'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { Menu, MenuLink } from '@/components/ui/menu'
import { chosenValues } from '@/lib/query/edit'
import { printTerm } from '@/lib/query/print'

const ALL = 'All my teams'

/** Leads to the executions of one team; shown to those who are in several. */
export function TeamSwitcher({ teams }: { teams: { id: string; name: string }[] }) {
  const pathname = usePathname()
  const query = useSearchParams().get('q') ?? ''
  const chosen = pathname === '/executions' ? chosenValues(query, 'team') : []
  const current = chosen.length === 1 ? (teams.find((team) => team.name === chosen[0])?.name ?? ALL) : ALL
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="mx-0.5 flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2 text-sm text-ink hover:bg-hover"
        >
          <span className="min-w-0 flex-1 truncate text-left">
            <span className="sr-only">Team: </span>
            {current}
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
        </button>
      }
    >
      {[
        { id: 'all', name: ALL, href: '/executions' },
        ...teams.map((team) => ({ ...team, href: hrefOf(team.name) })),
      ].map((team) => (
        <MenuLink key={team.id} href={team.href}>
          <span className="flex-1 truncate">{team.name}</span>
          {team.name === current ? <Check aria-label="chosen" /> : null}
        </MenuLink>
      ))}
    </Menu>
  )
}

const hrefOf = (name: string): string =>
  `/executions?q=${encodeURIComponent(printTerm({ key: 'team', values: [name] }))}`
