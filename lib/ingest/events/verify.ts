/**
 * How a webhook proves who sent it (sources.md §13), always over the raw bytes. The secret is what the person set or was
 * given; it is kept encrypted with the source.
 */
export type Verifier =
  /** `<prefix><hex HMAC>` of the body in a header: GitHub, Bitbucket, HCP Terraform, dbt Cloud, Trigger.dev. */
  | { kind: 'hmac'; header: string; prefix: string; hash: 'sha256' | 'sha512' }
  /** Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  | { kind: 'standard' }
  /** The secret itself in a header of the tool's choosing: GitLab. */
  | { kind: 'token'; header: string }
  /** An ingest token as bearer, basic password or `x-api-key`. */
  | { kind: 'bearer' }
  /** The secret as last part of the address or as `?token=`: for tools that can set neither header nor signature. */
  | { kind: 'url' }
  /** Amazon SNS: a signature by a certificate of Amazon's. */
  | { kind: 'sns' }
