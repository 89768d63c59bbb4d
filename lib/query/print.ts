import { BARE_KEY, KEYWORDS, type QueryNode } from './syntax'

/** Writes a query so that parsing it gives the same query back. */
export function printQuery(node: QueryNode | null): string {
  if (node === null) return ''
  switch (node.type) {
    case 'and':
      return node.nodes
        .map((each) => (each.type === 'or' ? `(${printQuery(each)})` : printQuery(each)))
        .join(' ')
    case 'or':
      return node.nodes.map(printQuery).join(' OR ')
    case 'not':
      return node.node.type === 'and' || node.node.type === 'or'
        ? `!(${printQuery(node.node)})`
        : `!${printQuery(node.node)}`
    case 'term':
      return printTerm(node)
    case 'text':
      return printText(node.text)
    default:
      return node satisfies never
  }
}

/** Writes one `key:value`. */
export function printTerm(term: { key: string; comparator?: string; values: string[] }): string {
  const key = BARE_KEY.test(term.key) ? term.key : quote(term.key)
  const comparator = term.comparator === 'is' || term.comparator === undefined ? '' : term.comparator
  return `${key}:${comparator}${term.values.map(printValue).join(',')}`
}

const printValue = (value: string): string =>
  value === '' || /[\s()",\\]/.test(value) || /^[<>=~]/.test(value) || value.startsWith('//')
    ? quote(value)
    : value

function printText(text: string): string {
  const couldBeTerm = /[:!]/.test(text)
  return text === '' || /[\s()"\\]/.test(text) || couldBeTerm || KEYWORDS.has(text) ? quote(text) : text
}

const quote = (text: string): string => `"${text.replace(/["\\]/g, (sign) => `\\${sign}`)}"`
