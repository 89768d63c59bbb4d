/** The product's mark: three executions in a ledger, the last one failed. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="6" className="fill-ink" />
      <rect x="5.5" y="6" width="13" height="2.6" rx="1.3" className="fill-success" />
      <rect x="8.5" y="10.7" width="8" height="2.6" rx="1.3" className="fill-ink-inverse" />
      <rect x="12.5" y="15.4" width="6" height="2.6" rx="1.3" className="fill-failed" />
    </svg>
  )
}
