/** A file of a definition that stands in several. */
export type TextFile = { path: string; text: string }

const HEAD = /^==> ([^\n]+) <==$/
const ESCAPED = /^\\*==> /

/** True for a path that can head a part of a joined text. */
export const canHead = (path: string): boolean => path !== '' && !/\p{Cc}/u.test(path)

/** Several files as one text, each below its path, as `tail` shows them; the leading one first. */
export const joinFiles = (files: readonly TextFile[]): string =>
  files.map(({ path, text }) => `==> ${path} <==\n${escaped(text)}`).join('\n')

const escaped = (text: string): string =>
  text
    .split('\n')
    .map((line) => (ESCAPED.test(line) ? `\\${line}` : line))
    .join('\n')

/** The files of a text that was joined of several; null for any other text. */
export function splitFiles(text: string): TextFile[] | null {
  if (!text.startsWith('==> ')) return null
  const files: { path: string; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const path = HEAD.exec(line)?.[1]
    if (path !== undefined) files.push({ path, lines: [] })
    else files.at(-1)?.lines.push(line.replace(/^\\(?=\\*==> )/, ''))
  }
  return files.length === 0 ? null : files.map(({ path, lines }) => ({ path, text: lines.join('\n') }))
}
