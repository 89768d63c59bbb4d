'use client'

import { useRef } from 'react'
import { useKey } from '@/components/frame/shortcuts'
import type { AuditAddress } from '@/lib/input/audit-address'
import type { ListedAuditEntry } from '@/lib/model/audit-entry'
import { AuditRow } from './audit-row'

/** Entries, the newest first. `j` and `k` go from row to row, Enter and `o` open the one that has the focus. */
export function AuditList({ entries, address }: { entries: ListedAuditEntry[]; address: AuditAddress }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const links = () => [...(body.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
  const at = () => links().findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const move = (step: number) => {
    const rows = links()
    rows[Math.min(rows.length - 1, Math.max(0, at() + step))]?.focus()
  }
  useKey('j', () => move(1))
  useKey('k', () => move(-1))
  useKey('o', () => links()[at()]?.click())
  return (
    <section
      aria-label="Entries"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Action</th>
            <th scope="col">On</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {entries.map((entry) => (
            <AuditRow key={entry.seq} entry={entry} address={address} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
