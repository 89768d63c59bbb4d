'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from './button'

const SHOWN_MS = 1600

/** Copies `value`; the picture and the announcement say that it did. `label` names what is copied ("trace id"). */
export function CopyButton({ value, label, text }: { value: string; label: string; text?: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)

  const copy = async () => {
    // The clipboard exists only on https and localhost; elsewhere the person is told instead of left guessing.
    const copied = await copyText(value)
    setOutcome(copied ? 'copied' : 'failed')
    setTimeout(() => setOutcome(null), SHOWN_MS)
  }

  const icon = outcome === 'copied' ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />
  const said = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Copying was not allowed' : ''
  return (
    <>
      {text ? (
        <Button size="sm" onClick={copy} aria-label={`Copy ${label}`}>
          {icon}
          {text}
        </Button>
      ) : (
        <IconButton size="sm" label={`Copy ${label}`} title={said || `Copy ${label}`} onClick={copy}>
          {icon}
        </IconButton>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  )
}

async function copyText(value: string): Promise<boolean> {
  if (!navigator.clipboard) return copyBySelection(value)
  return navigator.clipboard.writeText(value).then(
    () => true,
    () => copyBySelection(value),
  )
}

/** The old way, which also works where the console is served over plain http in a private network. */
function copyBySelection(value: string): boolean {
  const area = document.createElement('textarea')
  area.value = value
  area.setAttribute('readonly', '')
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
