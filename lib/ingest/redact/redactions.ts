/** What kinds of secrets are taken out; each stands in the text as `[redacted:<kind>]`, SQL literals as `?`. */
export type SecretKind =
  | 'key'
  | 'aws'
  | 'github'
  | 'gitlab'
  | 'slack'
  | 'runledger'
  | 'jwt'
  | 'private_key'
  | 'userinfo'
  | 'card'
  | 'bearer'
  | 'sql'

/** How often each kind was taken out. */
export class Redactions {
  private readonly counts = new Map<string, number>()

  add(kind: SecretKind): void {
    this.addAll({ [kind]: 1 })
  }

  addAll(other: Readonly<Record<string, number>>): void {
    for (const [kind, times] of Object.entries(other))
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + times)
  }

  /** The counts so far; starts again from zero. */
  take(): Record<string, number> {
    const taken = Object.fromEntries(this.counts)
    this.counts.clear()
    return taken
  }
}

/** What stands where a secret was. */
export const placeholder = (kind: SecretKind): string => `[redacted:${kind}]`
