'use client'

import { Columns2, Copy, Download, Link2, X } from 'lucide-react'
import { Button, ButtonLink, IconButton } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { toast } from '@/components/ui/toast'
import { EXPORT_FORMATS } from '@/lib/export/execution-file'
import { countOf } from '@/lib/format/count'
import type { ListedExecution } from '@/lib/model/listed-execution'
import { exportAddress } from '@/lib/query/list-address'
import { FORMAT_WORDS, startDownload } from './export-menu'

/** What can be done with the rows that are picked; over the page's foot, so that no row moves. */
export function PickedBar({ rows, onClear }: { rows: ListedExecution[]; onClear: () => void }) {
  const [first, second] = rows
  return (
    <section
      aria-label="Selection"
      className={
        first
          ? 'sticky bottom-4 z-20 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-1.5 rounded-lg bg-raised px-3 py-2 shadow-popup'
          : 'sr-only'
      }
    >
      <span aria-hidden className="mr-2 text-sm font-medium text-ink tabular-nums">
        {first ? `${countOf(rows.length, 'execution')} selected` : ''}
      </span>
      {first ? (
        <>
          {second && rows.length === 2 ? (
            <ButtonLink size="sm" href={`/executions/compare?a=${first.id}&b=${second.id}`}>
              <Columns2 aria-hidden />
              Compare
            </ButtonLink>
          ) : null}
          <Button
            size="sm"
            onClick={() =>
              copy(
                rows.map((row) => row.nativeId),
                'ids',
              )
            }
          >
            <Copy aria-hidden />
            Copy ids
          </Button>
          <Button
            size="sm"
            onClick={() =>
              copy(
                rows.map((row) => `${location.origin}/executions/${row.id}`),
                'links',
              )
            }
          >
            <Link2 aria-hidden />
            Copy links
          </Button>
          <Menu
            side="top"
            trigger={
              <Button size="sm">
                <Download aria-hidden />
                Export selected
              </Button>
            }
          >
            {EXPORT_FORMATS.map((format) => (
              <MenuItem
                key={format}
                onSelect={() =>
                  startDownload(
                    exportAddress(
                      { q: '', range: 'all' },
                      format,
                      rows.map((row) => row.id),
                    ),
                  )
                }
              >
                {FORMAT_WORDS[format]}
              </MenuItem>
            ))}
          </Menu>
          <IconButton size="sm" label="Select none" onClick={onClear}>
            <X aria-hidden />
          </IconButton>
        </>
      ) : null}
    </section>
  )
}

/** One a line, as a ticket or a shell wants them. */
async function copy(lines: string[], words: string): Promise<void> {
  const isCopied = await (navigator.clipboard?.writeText(lines.join('\n')) ?? Promise.reject()).then(
    () => true,
    () => false,
  )
  if (isCopied) toast.success(`Copied ${countOf(lines.length, words.slice(0, -1))}`)
  else toast.error('Copying was not allowed by the browser')
}
