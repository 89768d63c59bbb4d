import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { formatCount } from '@/lib/format/count'
import type { AuditEntryDetail } from '@/lib/model/audit-entry'

/** Where the entry stands in the chain, the checkpoint that covers it, and its proof as a file. */
export function Chain({ entry }: { entry: AuditEntryDetail }) {
  const { seq, hash, previousHash, payloadHash, leafText, payloadText, covered } = entry
  return (
    <Card className="min-w-0">
      <CardHeader
        title="Place in the log"
        description={
          covered === null ? (
            'No signed checkpoint covers it yet. One is signed within five minutes.'
          ) : (
            <>
              Covered by the checkpoint of {formatCount(covered.size)} entries, signed{' '}
              <Time iso={covered.at.toISOString()} />.
            </>
          )
        }
        actions={
          covered === null ? null : (
            <a href={`/audit/${seq}/proof`} download className={buttonClass('secondary', 'sm')}>
              Proof (.tlog-proof)
            </a>
          )
        }
      />
      <CardBody className="flex flex-col gap-4">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
          <Fact title="Number">#{seq}</Fact>
          <Fact title="Hash">
            <Hash value={hash} label="hash of the entry" />
          </Fact>
          <Fact title="Previous">
            <Hash value={previousHash} label="hash of the entry before" />
            {seq > 1 ? (
              <Link
                href={`/audit/${seq - 1}`}
                prefetch={false}
                className="text-xs text-accent hover:underline"
              >
                of #{seq - 1}
              </Link>
            ) : (
              <span className="text-xs text-ink-3">nothing comes before the first entry</span>
            )}
          </Fact>
          <Fact title="Payload">
            <Hash value={payloadHash} label="hash of what can be erased" />
            {payloadText === null ? (
              <span className="text-xs text-ink-3">what it is the hash of was erased</span>
            ) : null}
          </Fact>
        </dl>
        <details>
          <summary className="text-sm text-accent hover:underline">
            What is hashed, and the checkpoint
          </summary>
          <div className="mt-3 flex flex-col gap-3">
            <Titled title="Leaf: stays for good">
              <CodeBlock code={leafText} label="leaf" wrap />
            </Titled>
            {payloadText === null ? null : (
              <Titled title="Payload: can be erased">
                <CodeBlock code={payloadText} label="payload" wrap />
              </Titled>
            )}
            {covered === null ? null : (
              <Titled title="Signed checkpoint">
                <CodeBlock code={covered.note} label="checkpoint" />
              </Titled>
            )}
          </div>
        </details>
      </CardBody>
    </Card>
  )
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-ink-3">{title}</h3>
      {children}
    </div>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-xs leading-5 text-ink-3">{title}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </>
  )
}

function Hash({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex items-start gap-1">
      <code className="min-w-0 font-mono text-xs leading-5 break-all">{value}</code>
      {/* Taller than the line that it stands in. */}
      <span className="-my-1 shrink-0">
        <CopyButton value={value} label={label} />
      </span>
    </span>
  )
}
