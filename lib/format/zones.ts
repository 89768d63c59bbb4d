/** The time zones that can be chosen, by their IANA names: UTC first, the rest as the alphabet has them. */
export const timeZones = (): string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
]
