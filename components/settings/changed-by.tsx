import { Time } from '@/components/ui/time'

/** Who changed it last; keeps its place when nobody did, so that the button beside it stays where it is. */
export function ChangedBy({ last }: { last: { by: string; at: Date } | null }) {
  return (
    <p className="min-w-0 flex-1 text-xs text-ink-3">
      {last === null ? null : (
        <>
          Changed by {last.by} <Time iso={last.at.toISOString()} />
        </>
      )}
    </p>
  )
}
