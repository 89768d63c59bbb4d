'use client'

import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useState } from 'react'
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { PREFERENCE_COOKIES, type Theme } from '@/lib/format/preferences'
import { rememberPreference } from './preference'

/** Who is signed in, how it shall look, and the way out. */
export function AccountMenu({
  person,
  theme: startTheme,
  signOut,
}: {
  person: { name: string; email: string; organization: string }
  theme: Theme
  signOut: () => Promise<void>
}) {
  const [theme, setTheme] = useState(startTheme)
  const change = (next: Theme) => {
    rememberPreference(PREFERENCE_COOKIES.theme, next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    setTheme(next)
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Account of ${person.name}`}
          className="flex size-8 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent hover:brightness-95"
        >
          {initialsOf(person.name)}
        </button>
      }
    >
      <div className="max-w-60 px-2 py-1.5">
        <p className="truncate text-sm font-medium text-ink">{person.name}</p>
        <p className="truncate text-xs text-ink-3">{person.email}</p>
        <p className="truncate text-xs text-ink-3">{person.organization}</p>
      </div>
      <MenuSeparator />
      <MenuChoice
        label="Theme"
        value={theme}
        onChange={change}
        options={[
          { value: 'system', title: <Titled Icon={Monitor} text="As the system" /> },
          { value: 'light', title: <Titled Icon={Sun} text="Light" /> },
          { value: 'dark', title: <Titled Icon={Moon} text="Dark" /> },
        ]}
      />
      <MenuSeparator />
      <MenuLink href="/settings">
        <Titled Icon={UserRound} text="Account and settings" />
      </MenuLink>
      <MenuItem onSelect={() => void signOut()}>
        <Titled Icon={LogOut} text="Sign out" />
      </MenuItem>
    </Menu>
  )
}

function Titled({ Icon, text }: { Icon: typeof LogOut; text: string }) {
  return (
    <>
      <Icon aria-hidden />
      {text}
    </>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}
