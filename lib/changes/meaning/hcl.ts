import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { MAX_NESTING } from './nesting'
import { Unreadable } from './unreadable'

/** Heredocs, comments, quotes with what is put into them, words, operators; a break of line ends an attribute. */
const TOKEN =
  /<<[-~]?(\w+)[^\n]*\n[\s\S]*?(?:\n[ \t]*\1(?=\s|$)|$)|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|\$\{(?:[^{}]|\{[^{}]*\})*\}|[^"\\])*"?|[\w.-]+|[<>=!&|?]+|\n|[^\s]/g

/** A name of HCL with its value: an attribute, or a block by its type and labels. */
export type HclMember = [name: string, value: Json]

/** What stands at the top of a text of HCL, in its order. The order of attributes and of labelled blocks has no meaning. */
export function hclMembers(text: string): HclMember[] {
  const tokens = [...text.replaceAll('\r\n', '\n').matchAll(TOKEN)]
    .map(([token]) => token)
    .filter((token) => !/^(#|\/\/|\/\*)/.test(token))
  return new HclReader(tokens).members()
}

/** Members by their names; of those that come again each is told by its number. */
export function hclParts(members: readonly HclMember[]): Parts {
  const repeated = new Map<string, number>()
  const found = members.map(([name, value]): HclMember => {
    const count = (repeated.get(name) ?? 0) + 1
    repeated.set(name, count)
    return [count === 1 ? name : `${name}#${count}`, value]
  })
  return Object.fromEntries(found)
}

class HclReader {
  #at = 0
  #depth = 0
  constructor(readonly tokens: readonly string[]) {}

  members(): HclMember[] {
    const found: HclMember[] = []
    for (let token = this.#next(); token !== undefined && token !== '}'; token = this.#next()) {
      if (token !== '\n' && token !== ',') found.push(this.#member(token))
    }
    return found
  }

  /** `name = value`, or `type "label" { … }`. */
  #member(token: string): HclMember {
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
    if (++this.#depth > MAX_NESTING) throw new Unreadable(`nested deeper than ${MAX_NESTING}`)
    const parts = hclParts(this.members())
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
