import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { MAX_NESTING } from './nesting'

/** Heredocs, comments, quotes with what is put into them, words, operators; a break of line ends an attribute. */
const TOKEN =
  /<<[-~]?(\w+)[^\n]*\n[\s\S]*?(?:\n[ \t]*\1(?=\s|$)|$)|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|\$\{(?:[^{}]|\{[^{}]*\})*\}|[^"\\])*"?|[\w.-]+|[<>=!&|?]+|\n|[^\s]/g

/** Names and values of a text of HCL; blocks by their type and labels. The order of attributes and of labelled blocks has no meaning. */
export function hclBody(text: string): Parts {
  const tokens = [...text.replaceAll('\r\n', '\n').matchAll(TOKEN)]
    .map(([token]) => token)
    .filter((token) => !/^(#|\/\/|\/\*)/.test(token))
  return new HclReader(tokens).body()
}

class HclReader {
  #at = 0
  #depth = 0
  constructor(readonly tokens: readonly string[]) {}

  body(): Parts {
    const found: [string, Json][] = []
    const repeated = new Map<string, number>()
    for (let token = this.#next(); token !== undefined && token !== '}'; token = this.#next()) {
      if (token === '\n' || token === ',') continue
      const [name, value] = this.#member(token)
      const count = (repeated.get(name) ?? 0) + 1
      repeated.set(name, count)
      found.push([count === 1 ? name : `${name}#${count}`, value])
    }
    return Object.fromEntries(found)
  }

  /** `name = value`, or `type "label" { … }`. */
  #member(token: string): [string, Json] {
    if (this.tokens[this.#at] === '=') {
      this.#at++
      return [token, this.#expression()]
    }
    const words = [token]
    let next = this.#next()
    while (next !== undefined && next !== '{' && next !== '\n') {
      words.push(next.replace(/^"|"$/g, ''))
      next = this.#next()
    }
    return [words.join('.'), next === '{' ? this.#block() : null]
  }

  #block(): Parts {
    if (++this.#depth > MAX_NESTING) throw new RangeError(`The text is nested deeper than ${MAX_NESTING}`)
    const parts = this.body()
    this.#depth--
    return parts
  }

  #expression(): string {
    const words: string[] = []
    let depth = 0
    for (let token = this.tokens[this.#at]; token !== undefined; token = this.tokens[this.#at]) {
      if (depth === 0 && (token === '\n' || token === '}')) break
      this.#at++
      if (/^[[({]$/.test(token)) depth++
      if (/^[\])}]$/.test(token)) depth--
      // Within brackets breaks of line and a comma at the end say nothing more than a comma.
      if (token !== '\n') words.push(token)
      else if (!/^[,[({]$/.test(words.at(-1) ?? ',')) words.push(',')
    }
    return words.join(' ').replace(/ ,(?= [\])}])/g, '')
  }

  #next = (): string | undefined => this.tokens[this.#at++]
}
