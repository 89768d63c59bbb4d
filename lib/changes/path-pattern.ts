/** Longer than any path that a repository has a use for. */
const MAX_PATH = 1_000
const MAX_ALTERNATIVES = 64

type Token =
  | { kind: 'text'; text: string }
  /** Any text; `isDeep` where it may hold a slash, with a name where its text is kept. */
  | { kind: 'any'; isDeep: boolean; name: string | null; least: number }
  | { kind: 'one' }

/** What the named parts of a pattern stand for in a path. */
export type NamedParts = Record<string, string>

/**
 * Matches a path with a pattern: `*` and `?` stay within a folder, `**` does not, `{yml,yaml}` is either, `{flow}` is a name
 * without a slash and `{namespace:**}` one with. Null where it does not match. Takes at most their lengths multiplied.
 */
export function matchPath(pattern: string, path: string): NamedParts | null {
  if (path.length > MAX_PATH) return null
  for (const alternative of alternativesOf(pattern.replace(/^\/+/, ''))) {
    const parts = match(tokensOf(alternative), path.replace(/^\/+/, ''))
    if (parts !== null) return parts
  }
  return null
}

/** `a.{yml,yaml}` is `a.yml` and `a.yaml`. */
function alternativesOf(pattern: string): string[] {
  const [all, before, choices] = /^((?:[^{]|\{[^{},]*\})*)\{([^{}]*,[^{}]*)\}/.exec(pattern) ?? []
  if (all === undefined || before === undefined || choices === undefined) return [pattern]
  const rest = alternativesOf(pattern.slice(all.length))
  return choices
    .split(',')
    .flatMap((choice) => rest.map((each) => `${before}${choice}${each}`))
    .slice(0, MAX_ALTERNATIVES)
}

const TOKEN = /\*\*\/|\*\*|\*|\?|\{[\w-]+(?::\*\*)?\}|[^*?{]+|\{/g

function tokensOf(pattern: string): Token[] {
  return [...pattern.matchAll(TOKEN)].flatMap(([word]): Token[] => {
    if (word === '**/') return [{ kind: 'any', isDeep: true, name: '/', least: 0 }]
    if (word === '**') return [{ kind: 'any', isDeep: true, name: null, least: 0 }]
    if (word === '*') return [{ kind: 'any', isDeep: false, name: null, least: 0 }]
    if (word === '?') return [{ kind: 'one' }]
    const [, name, deep] = /^\{([\w-]+)(:\*\*)?\}$/.exec(word) ?? []
    if (name === undefined) return [{ kind: 'text', text: word }]
    return [{ kind: 'any', isDeep: deep !== undefined, name, least: 1 }]
  })
}

function match(tokens: readonly Token[], path: string): NamedParts | null {
  /** Where it is known that the rest does not match. */
  const failed = new Set<number>()
  const parts: [string, string][] = []
  const tryAt = (token: number, at: number): boolean => {
    const next = tokens[token]
    if (next === undefined) return at === path.length
    const place = token * (path.length + 1) + at
    if (failed.has(place)) return false
    if (goOn(next, token, at)) return true
    failed.add(place)
    return false
  }
  const goOn = (next: Token, token: number, at: number): boolean => {
    if (next.kind === 'text') return path.startsWith(next.text, at) && tryAt(token + 1, at + next.text.length)
    if (next.kind === 'one') return at < path.length && path[at] !== '/' && tryAt(token + 1, at + 1)
    for (let end = at; end <= path.length; end++) {
      if (end > at && !next.isDeep && path[end - 1] === '/') return false
      if (end - at < next.least || !mayEnd(next, path, at, end)) continue
      if (tryAt(token + 1, end)) {
        if (next.name !== null && next.name !== '/') parts.push([next.name, path.slice(at, end)])
        return true
      }
    }
    return false
  }
  return tryAt(0, 0) ? Object.fromEntries(parts.reverse()) : null
}

/** `**` with a slash stands for whole folders, or for none. */
const mayEnd = (token: Token, path: string, at: number, end: number): boolean =>
  token.kind !== 'any' || token.name !== '/' || end === at || path[end - 1] === '/'
