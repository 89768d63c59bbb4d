const HEX = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, '0'))

/** Hex digits in groups of four, from a seeded generator. */
export function randomHex(random: () => number, groups: number): string {
  let hex = ''
  for (let n = 0; n < groups; n++) hex += HEX[Math.floor(random() * 65_536)] ?? '0000'
  return hex
}

export const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

export const randomUuid = (random: () => number): string => uuidOf(randomHex(random, 8))
