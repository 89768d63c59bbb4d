/** What the source says of an execution beside what has a place of its own. */
export function ExecutionLabels({ labels }: { labels: Record<string, string> }) {
  return (
    <ul aria-label="Labels" className="contents">
      {Object.entries(labels).map(([key, value]) => (
        <li
          key={key}
          title={`${key} = ${value}`}
          className="inline-flex h-5 max-w-72 items-center rounded border border-line bg-surface px-1.5 text-2xs"
        >
          <span className="truncate">
            <span className="text-ink-3">{key}</span> <span className="text-ink">{value}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
