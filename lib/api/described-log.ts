import type { z } from 'zod'
import { attributeTexts } from '@/lib/attributes/attribute-rows'
import { parseStoredAttributes } from '@/lib/ingest/otlp/stored-text'
import { bandOf } from '@/lib/model/severity'
import type { StoredLog } from '@/lib/model/stored-log'
import { isoOfNano } from './iso-nano'
import type { logPage } from './log-schemas'

/** A page of log records as the API gives it. */
export const describedLogs = (page: {
  rows: StoredLog[]
  next: { timeUnixNano: string; id: string } | null
}): z.input<typeof logPage> => ({
  items: page.rows.map((row) => ({
    id: row.id,
    at: isoOfNano(row.timeUnixNano),
    timeUnixNano: row.timeUnixNano,
    severity: bandOf(row.severityNumber),
    severityText: row.severityText,
    body: row.body,
    isCut: row.bodyLength > row.body.length,
    eventName: row.eventName,
    service: row.service,
    spanId: row.spanId,
    spanName: row.spanName,
    attributes: attributeTexts(parseStoredAttributes(row.attributes)),
  })),
  next: page.next && `${page.next.timeUnixNano}.${page.next.id}`,
})
