import type { ReactNode } from 'react'
import { Button } from './button'
import { CodeBlock } from './code-block'

/** What is shown once and never again: to be copied, and then put away. */
export const ShownSecret = ({
  secret,
  label,
  onStored,
  children,
}: {
  secret: string
  /** What it is, in a few words: `ingest token`. */
  label: string
  onStored: () => void
  /** What to do with it. */
  children?: ReactNode
}) => (
  <div className="flex flex-col gap-4">
    <CodeBlock code={secret} label={label} wrap />
    {children}
    <div className="flex justify-end">
      <Button variant="primary" onClick={onStored}>
        I have stored it
      </Button>
    </div>
  </div>
)
