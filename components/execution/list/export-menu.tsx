'use client'

import { Download } from 'lucide-react'
import { useListState } from '@/components/filter/use-list-state'
import { IconButton } from '@/components/ui/button'
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu'
import { EXPORT_FORMATS, EXPORT_MAX, type ExportFormat } from '@/lib/export/execution-file'
import { formatCount } from '@/lib/format/count'
import { exportAddress } from '@/lib/query/list-address'

/** The whole answer as a file, not only the page that is shown. */
export function ExportMenu() {
  const [{ q, range }] = useListState()
  return (
    <Menu
      trigger={
        <IconButton size="sm" label="Export">
          <Download aria-hidden />
        </IconButton>
      }
    >
      <MenuLabel>All that match, up to {formatCount(EXPORT_MAX)}</MenuLabel>
      {EXPORT_FORMATS.map((format) => (
        <MenuItem key={format} onSelect={() => startDownload(exportAddress({ q, range }, format))}>
          {FORMAT_WORDS[format]}
        </MenuItem>
      ))}
      <p className="max-w-56 px-2 pt-1 pb-1.5 text-xs text-ink-3">
        Exports are written to the audit log. A file that is cut says so in its name.
      </p>
    </Menu>
  )
}

export const FORMAT_WORDS: Record<ExportFormat, string> = {
  csv: 'CSV, for spreadsheets',
  jsonl: 'JSONL, for programs',
}

/** The answer is an attachment, so the page stays where it is. */
export const startDownload = (address: string): void => window.location.assign(address)
