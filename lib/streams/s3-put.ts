import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import type { StreamTarget } from '@/lib/model/audit-stream'

type S3Settings = Extract<StreamTarget, { kind: 's3' }>['settings']

/** A request that is ready to be sent. */
export type SignedPut = { url: URL; headers: Record<string, string>; body: string }

/**
 * The name of the object that begins with an entry: by day and number, so that sending the same entries again writes the same
 * object again. A test has a name of its own.
 */
export function objectKey(prefix: string, orgId: string, first: { seq: number; at: Date }): string {
  const day = first.at.toISOString().slice(0, 10).replaceAll('-', '/')
  const name =
    first.seq === 0 ? 'runledger-test.jsonl' : `${day}/${String(first.seq).padStart(12, '0')}.jsonl`
  return [prefix, orgId, name].filter((part) => part !== '').join('/')
}

/**
 * Puts an object by the address `<endpoint>/<bucket>/<key>`, signed by AWS Signature Version 4 over the body's hash. It has an
 * MD5 too, without which buckets that lock objects take none.
 */
export async function signedPut(
  settings: S3Settings,
  secret: string,
  object: { key: string; body: string; now: Date },
): Promise<SignedPut> {
  const { body } = object
  const path = [settings.bucket, ...object.key.split('/')].map(encodeURIComponent).join('/')
  const signed = await new AwsV4Signer({
    method: 'PUT',
    url: `${settings.endpoint.replace(/\/+$/, '')}/${path}`,
    headers: {
      'content-type': 'application/x-ndjson',
      'content-md5': createHash('md5').update(body).digest('base64'),
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    },
    body,
    accessKeyId: settings.accessKeyId,
    secretAccessKey: secret,
    service: 's3',
    region: settings.region,
    datetime: object.now.toISOString().replace(/[:-]|\.\d{3}/g, ''),
  }).sign()
  return { url: signed.url, headers: Object.fromEntries(signed.headers), body }
}
