'use client'

import type { ListedStream, StreamKind, StreamTarget } from '@/lib/model/audit-stream'
import { Secret, Text } from './stream-text-fields'
import { SyslogFields } from './syslog-stream-fields'

type ErrorOf = (field: string) => string | undefined
type SettingsOf<Kind extends StreamKind> = Extract<StreamTarget, { kind: Kind }>['settings']

/** Where a stream of that kind goes. */
export function StreamTargetFields({
  kind,
  stream,
  errorOf,
}: {
  kind: string
  stream: ListedStream | null
  errorOf: ErrorOf
}) {
  const target = stream?.target ?? null
  const isKept = stream?.hasSecret === true
  switch (kind) {
    case 'syslog':
      return (
        <SyslogFields
          of={target?.kind === 'syslog' ? target.settings : null}
          isKept={isKept}
          errorOf={errorOf}
        />
      )
    case 'otlp':
      return (
        <OtlpFields of={target?.kind === 'otlp' ? target.settings : null} isKept={isKept} errorOf={errorOf} />
      )
    case 's3':
      return (
        <S3Fields of={target?.kind === 's3' ? target.settings : null} isKept={isKept} errorOf={errorOf} />
      )
    default:
      return (
        <Text
          name="url"
          label="Address"
          hint="Signed by Standard Webhooks, with a secret that is made for it."
          value={target?.kind === 'webhook' ? target.settings.url : ''}
          placeholder="https://siem.example.com/runledger"
          errorOf={errorOf}
        />
      )
  }
}

function OtlpFields({
  of,
  isKept,
  errorOf,
}: {
  of: SettingsOf<'otlp'> | null
  isKept: boolean
  errorOf: ErrorOf
}) {
  return (
    <>
      <Text
        name="url"
        label="Address"
        hint="All of it, with the path. Logs are sent over HTTP as JSON."
        value={of?.url ?? ''}
        placeholder="https://collector.example.com:4318/v1/logs"
        errorOf={errorOf}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Text
          name="header"
          label="Header"
          hint="Where one is asked for, such as authorization."
          value={of?.header ?? ''}
          isOptional
          errorOf={errorOf}
        />
        <Secret label="What it says" isKept={isKept} isOptional errorOf={errorOf} />
      </div>
    </>
  )
}

function S3Fields({
  of,
  isKept,
  errorOf,
}: {
  of: SettingsOf<'s3'> | null
  isKept: boolean
  errorOf: ErrorOf
}) {
  return (
    <>
      <Text
        name="endpoint"
        label="Endpoint"
        hint="Of AWS, or of any service that speaks S3. Objects are named by day and number."
        value={of?.endpoint ?? ''}
        placeholder="https://s3.eu-central-1.amazonaws.com"
        errorOf={errorOf}
      />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Text
          name="region"
          label="Region"
          value={of?.region ?? ''}
          placeholder="eu-central-1"
          errorOf={errorOf}
        />
        <Text name="bucket" label="Bucket" value={of?.bucket ?? ''} errorOf={errorOf} />
        <Text name="prefix" label="Prefix" value={of?.prefix ?? ''} isOptional errorOf={errorOf} />
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Text name="accessKeyId" label="Access key id" value={of?.accessKeyId ?? ''} errorOf={errorOf} />
        <Secret label="Secret access key" isKept={isKept} errorOf={errorOf} />
      </div>
    </>
  )
}
