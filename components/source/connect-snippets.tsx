import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Tabs } from '@/components/ui/tabs'

type Snippet = { id: string; title: string; about: string; blocks: { label: string; code: string }[] }

/** Which way is opened first: the one that fits what the source is said to be. */
const FIRST: Record<string, string> = { collector: 'collector', opentelemetry: 'shell', shell: 'shell' }

/** Configuration to copy, one way to send a tab. */
export function ConnectSnippets({ snippets, kind }: { snippets: Snippet[]; kind: string }) {
  return (
    <Card>
      <CardHeader
        title="Send the first event"
        description="Any of these will do; the shell line needs nothing installed."
      />
      <CardBody>
        <Tabs
          label="Ways to send"
          defaultTab={FIRST[kind] ?? 'environment'}
          tabs={snippets.map(({ id, title, about, blocks }) => ({
            id,
            title,
            content: (
              <div className="flex flex-col gap-3">
                <p className="text-sm text-ink-2">{about}</p>
                {blocks.map((block) => (
                  <CodeBlock key={block.label} code={block.code} label={block.label} />
                ))}
              </div>
            ),
          }))}
        />
      </CardBody>
    </Card>
  )
}
