import clsx from 'clsx'
import { CopyButton } from './copy-button'

/** Text to be read or copied as it is. `label` names it for the copy button and for readers. */
export function CodeBlock({
  code,
  label,
  wrap = false,
  className,
}: {
  code: string
  label: string
  wrap?: boolean
  className?: string
}) {
  return (
    <figure className={clsx('group relative rounded-lg border border-line bg-sunken', className)}>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll what does not fit
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-lg py-3 pr-12 pl-4"
      >
        <pre
          className={clsx(
            'font-mono text-xs leading-5 text-ink',
            wrap ? 'break-words whitespace-pre-wrap' : 'whitespace-pre',
          )}
        >
          <code>{code}</code>
        </pre>
      </section>
      <div className="absolute top-1.5 right-1.5 rounded-md bg-sunken">
        <CopyButton value={code} label={label} />
      </div>
    </figure>
  )
}
