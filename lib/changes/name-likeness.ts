/** A name without accents, case, punctuation and order of its words: `Lovelace, Ada` is `ada lovelace`. */
export const sameWords = (name: string): string => wordsOf(name).sort().join(' ')

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '')

type Handled = { handle: string; name: string | null }

/** True where two handles are the same but for signs, one begins with the other, or both are made of the name. */
export function handlesAreAlike(a: Handled, b: Handled): boolean {
  const [x, y] = [plain(a.handle), plain(b.handle)]
  if (x === '' || y === '') return false
  if (x === y || (x.length >= 4 && y.startsWith(x)) || (y.length >= 4 && x.startsWith(y))) return true
  return isMadeOf(x, a.name ?? b.name ?? '') && isMadeOf(y, b.name ?? a.name ?? '')
}

const plain = (handle: string): string => wordsOf(handle).join('').replace(/\d+$/, '')

/** `alovelace`, `adal`, `ada` and `lovelace` are made of Ada Lovelace, and of Lovelace, Ada. */
function isMadeOf(handle: string, name: string): boolean {
  const words = wordsOf(name)
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined || words.length < 2) return false
  const made = [
    [first, last],
    [last, first],
  ].flatMap(([a = '', b = '']) => [a, a + b, a.charAt(0) + b, a + b.charAt(0)])
  return made.includes(handle) || words.join('') === handle
}
