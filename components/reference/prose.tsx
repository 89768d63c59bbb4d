/** A sentence of a declaration, in which what stands in backquotes is code. */
export function Prose({ text }: { text: string }) {
  return text.split('`').map((part, n) =>
    n % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no other identity
      <code key={n} className="font-mono text-xs text-ink">
        {part}
      </code>
    ) : (
      part
    ),
  )
}
