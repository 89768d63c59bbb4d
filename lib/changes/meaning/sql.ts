import type { Parts } from './meaning'

/** SQL, with or without Jinja: comments and white space have no meaning, the case of letters outside quotes may have. */
export const sqlParts = (text: string): Parts => ({ code: sqlStatements(text) })

/** Jinja's comments, SQL's, then quotes, dollar quotes, Jinja's tags, words and what is left, by character. */
const TOKEN =
  /\{#[\s\S]*?(?:#\}|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\]|''|\\[\s\S])*'?|"(?:[^"]|"")*"?|`[^`]*`?|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|\{\{-?|-?\}\}|\{%-?|-?%\}|[\w$]+|[<>=!|:&~]+|\S/g

/** The statements of a text, each with one blank between its words. */
export function sqlStatements(text: string): string[] {
  const statements: string[] = []
  let words: string[] = []
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^(\{#|--|\/\*)/.test(token)) continue
    if (token === ';') {
      if (words.length > 0) statements.push(words.join(' '))
      words = []
    } else words.push(token)
  }
  if (words.length > 0) statements.push(words.join(' '))
  return statements
}
