import { ButtonLink } from '@/components/ui/button'

/** Nothing is at this address, or nothing that this person may see; which of the two is not told. */
export default function NotFound() {
  return (
    <div className="flex min-h-[70dvh] flex-col items-center justify-center px-6 text-center">
      <p className="font-mono text-xs text-ink-3">404</p>
      <h1 className="mt-2 text-xl font-semibold tracking-tight text-ink">There is nothing here</h1>
      <p className="mt-1.5 max-w-md text-sm text-ink-2">
        The address may be mistyped, what it named may be older than what is kept, or it belongs to a team
        that you are not in.
      </p>
      <div className="mt-5">
        <ButtonLink href="/executions">To the executions</ButtonLink>
      </div>
    </div>
  )
}
