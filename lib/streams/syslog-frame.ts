import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'

/** Facility 13, log audit (RFC 5424, 6.2.1). */
const FACILITY = 13
const INFORMATIONAL = 6
const WARNING = 4
const MSGID_MAX = 32
const HOSTNAME_MAX = 255
/** The highest `sequenceId` of RFC 5424, 7.3.1. */
const SEQUENCE_MAX = 2_147_483_647

/**
 * An entry as a message of syslog (RFC 5424), counted in octets for a stream of bytes (RFC 6587, 3.4.1; RFC 5425, 4.3). The
 * text is the entry's JSON with what is not ASCII escaped, so that it needs no byte order mark and any reader takes it.
 */
export function syslogFrame(entry: ExportedAuditEntry, line: string, hostname: string): string {
  const severity = entry.outcome === 'denied' ? WARNING : INFORMATIONAL
  const header = [
    `<${FACILITY * 8 + severity}>1`,
    entry.at.toISOString(),
    printable(hostname, HOSTNAME_MAX),
    'runledger',
    '-',
    printable(entry.action, MSGID_MAX),
  ]
  const { seq } = entry
  const data = seq >= 1 && seq <= SEQUENCE_MAX ? `[meta sequenceId="${seq}"]` : '-'
  const message = `${header.join(' ')} ${data} ${ascii(line)}`
  return `${message.length} ${message}`
}

/** A word of the header: printable ASCII without spaces, `-` for none. */
const printable = (text: string, most: number): string =>
  text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, most) || '-'

/** JSON says every character above ASCII by its UTF-16 units. */
const ascii = (json: string): string =>
  json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
