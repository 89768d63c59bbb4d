import type { Metadata } from 'next'
import { KeysCard } from '@/components/audit/keys-card'
import { buttonClass } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { verifierText } from '@/lib/audit-verifier'
import { formatCount } from '@/lib/format/count'
import { AuditTabs } from '../audit-tabs'
import { auditViewer, NotForYou } from '../audit-viewer'

export const metadata: Metadata = { title: 'Verify an export' }

const COMMANDS = `node verify.mjs runledger-evidence-….zip --checkpoint kept.txt --key '<the key that you know>'
bin/runledger verify runledger-evidence-….zip --checkpoint kept.txt`

const SHOWS = [
  'Each entry is the one that was written, names the one before it, and stands in its place: none was edited, inserted or reordered.',
  'No number is missing and none comes twice, up to the signed checkpoint.',
  'The log goes on from each older checkpoint that you kept: it was not rewritten since.',
]
const CANNOT = [
  'That everything that happened was written down. A log shows what was written, not what was left out.',
  'Anything of the time before the oldest checkpoint that you kept yourself.',
  'Whose key it is, unless you know the key from another place.',
  'Of selected entries: that nothing else fits the filter.',
]

/** How an evidence pack is verified by others, without Runledger and without a network. */
export default async function VerifyPage() {
  const scope = await auditViewer('')
  if (scope === null) return <NotForYou />
  const { checkpoint, keys } = await getAuditIntegrity(scope)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader
        title="Verify an export"
        description="An evidence pack is verified without Runledger and without a network, by whoever has it."
      />
      <AuditTabs current="/audit/verify" />
      <div className="flex w-full max-w-4xl flex-col gap-5">
        <Verifier />
        <Card>
          <CardHeader title="What it shows, and what it cannot" />
          <CardBody className="grid gap-6 text-sm text-ink-2 sm:grid-cols-2">
            <Sentences title="It shows" of={SHOWS} />
            <Sentences title="It cannot show" of={CANNOT} />
          </CardBody>
        </Card>
        <Card>
          <CardHeader
            title="A checkpoint to keep"
            description="Keep it where nobody of Runledger can change it, and give it to the verifier later."
          />
          <CardBody>
            {checkpoint === null ? (
              <EmptyState kind="empty" level={3} title="Nothing is signed yet" />
            ) : (
              <>
                <p className="mb-2 text-sm text-ink-2">
                  {formatCount(checkpoint.size)} entries, signed <Time iso={checkpoint.at.toISOString()} />
                </p>
                <CodeBlock code={checkpoint.note} label="checkpoint" />
              </>
            )}
          </CardBody>
        </Card>
        <KeysCard keys={keys} />
      </div>
    </div>
  )
}

function Verifier() {
  return (
    <Card>
      <CardHeader
        title="The verifier"
        description="It lies in every evidence pack, too. Open the page from your disk and give it the zip, or run the script with Node 18 or newer."
      />
      <CardBody className="flex flex-col gap-3">
        {verifierText('verify.html') === null ? (
          <p className="text-sm text-ink-2">It lies in dist/verifier once Runledger is built.</p>
        ) : (
          <div className="flex flex-wrap gap-2">
            <a href="/audit/verifier?file=verify.html" download className={buttonClass()}>
              Page for a browser (verify.html)
            </a>
            <a href="/audit/verifier?file=verify.mjs" download className={buttonClass()}>
              Script for Node (verify.mjs)
            </a>
          </div>
        )}
        <CodeBlock code={COMMANDS} label="commands" wrap />
      </CardBody>
    </Card>
  )
}

function Sentences({ title, of }: { title: string; of: string[] }) {
  return (
    <div>
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{title}</h3>
      <ul className="flex list-disc flex-col gap-1.5 pl-4">
        {of.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}
