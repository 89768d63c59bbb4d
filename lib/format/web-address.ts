/** The address when it is http or https and nothing cleverer; telemetry may hold `javascript:` and worse. */
export function webAddress(text: string | null): string | null {
  if (text === null || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' ? url.href : null
}
