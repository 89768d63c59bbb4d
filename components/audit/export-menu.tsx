'use client'

import { ChevronDown } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Menu, MenuDownload, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { AUDIT_FORMATS, type AuditFormat } from '@/lib/model/exported-audit-entry'

const TITLES: Record<AuditFormat, string> = {
  csv: 'CSV',
  jsonl: 'Lines of JSON',
  ocsf: 'OCSF events',
  ecs: 'Elastic Common Schema',
}

/** What the list shows, and all that follows it, as a file; the evidence pack proves itself. */
export function ExportMenu({ search, isSigned }: { search: string; isSigned: boolean }) {
  const href = (format: string) => `/audit/export?${search === '' ? '' : `${search}&`}format=${format}`
  return (
    <Menu
      trigger={
        <Button>
          Export
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Every entry that matches</MenuLabel>
      {AUDIT_FORMATS.map((format) => (
        <MenuDownload key={format} href={href(format)}>
          {TITLES[format]}
        </MenuDownload>
      ))}
      <MenuSeparator />
      <MenuLabel>{isSigned ? 'To be verified by others' : 'Evidence: nothing is signed yet'}</MenuLabel>
      {isSigned ? (
        <MenuDownload href={`/audit/pack${search === '' ? '' : `?${search}`}`}>
          Evidence pack (zip)
        </MenuDownload>
      ) : null}
    </Menu>
  )
}
