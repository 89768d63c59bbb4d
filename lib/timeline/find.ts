import type { SpanTree } from './span-tree'
import { countSpans, spanIdAt } from './trace-spans'

/** Place of each span when the whole tree is read from top to bottom. */
export function readingOrder(tree: SpanTree): Int32Array {
  const place = new Int32Array(countSpans(tree.spans))
  const stack = tree.tops.flatMap((top) => (top.kind === 'root' ? [top.span] : top.spans)).reverse()
  let next = 0
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    place[span] = next++
    const children = tree.childrenOf(span)
    for (let at = children.length - 1; at >= 0; at--) stack.push(children[at] ?? 0)
  }
  return place
}

/** The next of some spans below (or above) the one the reader is at, starting over at the end. */
export function nextOf(
  among: readonly number[],
  order: Int32Array,
  from: number | null,
  step: 1 | -1,
): number | null {
  const sorted = [...among].sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0))
  const at = from === null ? -1 : (order[from] ?? -1)
  const found =
    step === 1
      ? sorted.find((span) => (order[span] ?? 0) > at)
      : sorted.findLast((span) => from !== null && (order[span] ?? 0) < at)
  return found ?? (step === 1 ? sorted[0] : sorted.at(-1)) ?? null
}

/** Spans whose name, service, step or id contains the text; null when nothing is looked for. */
export function matchesOf(tree: SpanTree, text: string): number[] | null {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return null
  // Names repeat: each different one is compared once.
  const names = tree.spans.names.map((name) => name.toLowerCase().includes(wanted))
  const services = tree.spans.services.map((service) => service.toLowerCase().includes(wanted))
  const isId = /^[0-9a-f]{4,16}$/.test(wanted)
  const found: number[] = []
  for (let span = 0; span < countSpans(tree.spans); span++) {
    const inStep = tree.steps.get(span)?.name.toLowerCase().includes(wanted) ?? false
    const byWord = names[tree.spans.name[span] ?? -1] || services[tree.spans.service[span] ?? -1]
    if (byWord || inStep || (isId && spanIdAt(tree.spans, span).includes(wanted))) found.push(span)
  }
  return found
}
