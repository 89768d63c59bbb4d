import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import type { AuditIntegrity } from '@/lib/model/audit-entry'

/** The public keys that sign or signed the log, to be kept by whoever verifies. */
export function KeysCard({ keys }: { keys: AuditIntegrity['keys'] }) {
  return (
    <Card>
      <CardHeader
        title="Signing keys"
        description={
          <>
            Write the key down elsewhere: who verifies must know it from another place than the pack. The
            private one is not in the database;{' '}
            <code className="font-mono text-xs">bin/runledger audit rotate-key</code> puts another in its
            place, announced in the log and signed for by both.
          </>
        }
      />
      {keys.length === 0 ? (
        <CardBody className="text-sm text-ink-3">None yet: it is made with the first checkpoint.</CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {keys.map(({ vkey, since, retiredAt }) => (
            <li key={vkey} className="px-4 py-3 text-sm">
              <span className="flex items-start gap-1">
                <code className="min-w-0 font-mono text-xs leading-6 break-all text-ink">{vkey}</code>
                <CopyButton value={vkey} label="public key" />
              </span>
              <p className="text-xs text-ink-3">
                {retiredAt === null ? (
                  <>
                    signs since <Time iso={since.toISOString()} />
                  </>
                ) : (
                  <>
                    signed until <Time iso={retiredAt.toISOString()} />
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
