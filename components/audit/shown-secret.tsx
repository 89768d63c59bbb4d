import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'

/** The secret of a webhook, once. */
export const ShownSecret = ({ secret, onStored }: { secret: string; onStored: () => void }) => (
  <div className="flex flex-col gap-4">
    <CodeBlock code={secret} label="secret of the webhook" wrap />
    <div className="flex justify-end">
      <Button variant="primary" onClick={onStored}>
        I have stored it
      </Button>
    </div>
  </div>
)
