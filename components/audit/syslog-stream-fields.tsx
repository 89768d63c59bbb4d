'use client'

import { useState } from 'react'
import { Field, Select, Textarea } from '@/components/ui/field'
import type { StreamTarget } from '@/lib/model/audit-stream'
import { Text } from './stream-text-fields'

type ErrorOf = (field: string) => string | undefined
type Settings = Extract<StreamTarget, { kind: 'syslog' }>['settings']

/** A server of syslog, and over TLS who it is and who we are. */
export function SyslogFields({
  of,
  isKept,
  errorOf,
}: {
  of: Settings | null
  isKept: boolean
  errorOf: ErrorOf
}) {
  const [isTls, setTls] = useState(of?.isTls !== false)
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Text
          name="host"
          label="Host"
          value={of?.host ?? ''}
          placeholder="syslog.example.com"
          errorOf={errorOf}
        />
        <Text name="port" label="Port" value={String(of?.port ?? 6514)} errorOf={errorOf} />
        <Field label="Over" error={errorOf('isTls')}>
          <Select
            name="isTls"
            value={isTls ? 'on' : ''}
            onChange={(event) => setTls(event.target.value === 'on')}
          >
            <option value="on">TLS</option>
            <option value="">TCP, in the clear</option>
          </Select>
        </Field>
      </div>
      {isTls ? <Certificates of={of} isKept={isKept} errorOf={errorOf} /> : null}
    </>
  )
}

function Certificates({ of, isKept, errorOf }: { of: Settings | null; isKept: boolean; errorOf: ErrorOf }) {
  return (
    <>
      <Pem
        name="ca"
        label="Certificate authority"
        hint="In PEM, where the server’s certificate is of one of your own."
        value={of?.ca ?? ''}
        error={errorOf('ca')}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Pem
          name="clientCertificate"
          label="Client certificate"
          hint="In PEM, where the server asks for one (mutual TLS)."
          value={of?.clientCertificate ?? ''}
          error={errorOf('clientCertificate')}
        />
        <Pem
          name="secret"
          label="Its private key"
          hint={
            isKept
              ? 'Kept, encrypted. Leave empty to keep it.'
              : 'In PEM, without a passphrase. Kept encrypted and never shown again.'
          }
          value=""
          error={errorOf('secret')}
        />
      </div>
    </>
  )
}

function Pem({
  name,
  label,
  hint,
  value,
  error,
}: {
  name: string
  label: string
  hint: string
  value: string
  error: string | undefined
}) {
  return (
    <Field label={label} optional hint={hint} error={error}>
      <Textarea
        name={name}
        rows={2}
        defaultValue={value}
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
      />
    </Field>
  )
}
