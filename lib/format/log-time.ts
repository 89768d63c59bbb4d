import { millisOf } from './time'

const formats = new Map<string, Intl.DateTimeFormat>()

/** `09:15:04.120` in the zone: for lines that are read one after the other. */
export function formatLogTime(unixNano: string, zone: string): string {
  const known = formats.get(zone)
  const format =
    known ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    })
  if (!known) formats.set(zone, format)
  return format.format(Math.floor(millisOf(unixNano)))
}
