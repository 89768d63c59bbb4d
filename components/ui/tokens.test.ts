import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { STATES } from '@/lib/model/state'

type Rgb = [number, number, number]
type Theme = 'light' | 'dark'

const CSS = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')
const TOKENS = new Map<string, Record<Theme, Rgb>>()
for (const [, name = '', light = '', dark = ''] of CSS.matchAll(
  /--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g,
)) {
  TOKENS.set(name, { light: rgbOf(light), dark: rgbOf(dark) })
}

function rgbOf(hex: string): Rgb {
  const at = (index: number) => Number.parseInt(hex.slice(index, index + 2), 16) / 255
  return [at(1), at(3), at(5)]
}

function token(name: string, theme: Theme): Rgb {
  const found = TOKENS.get(name)
  if (!found) throw new Error(`There is no colour --${name}`)
  return found[theme]
}

const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/** Contrast of WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const THEMES: Theme[] = ['light', 'dark']
const BACKGROUNDS = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected']
const stateToken = (state: string): string => `state-${state.replace('_', '-')}`

describe.each(THEMES)('in the %s theme', (theme) => {
  test.each(['ink', 'ink-2', 'ink-3', 'accent', 'danger'])('%s is readable on every background', (name) => {
    for (const background of BACKGROUNDS) {
      expect(contrast(token(name, theme), token(background, theme)), background).toBeGreaterThanOrEqual(4.5)
    }
  })

  test.each(STATES)('the colour of %s is readable where states stand', (state) => {
    for (const background of ['canvas', 'surface', 'raised', 'hover', 'selected']) {
      expect(
        contrast(token(stateToken(state), theme), token(background, theme)),
        background,
      ).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('edges of controls can be seen', () => {
    for (const background of ['canvas', 'surface', 'raised']) {
      expect(contrast(token('control', theme), token(background, theme))).toBeGreaterThanOrEqual(3)
    }
  })

  test('solid buttons are readable', () => {
    expect(contrast(token('ink-inverse', theme), token('ink', theme))).toBeGreaterThanOrEqual(4.5)
    expect(contrast([1, 1, 1], token('danger-solid', theme))).toBeGreaterThanOrEqual(4.5)
  })

  test('accent on its soft background is readable', () => {
    expect(contrast(token('accent', theme), token('accent-soft', theme))).toBeGreaterThanOrEqual(4.5)
  })

  // Machado, Oliveira and Fernandes 2009, severity 1. Shape and word tell states apart too; the chart has colour alone.
  test.each(['deuteranopia', 'protanopia', 'none'] as const)(
    'what a chart stacks can be told apart with %s',
    (vision) => {
      const stacked = ['failed', 'warning', 'success', 'running', 'cancelled']
      for (const [index, one] of stacked.entries()) {
        for (const other of stacked.slice(index + 1)) {
          const distance = distanceOf(token(stateToken(one), theme), token(stateToken(other), theme), vision)
          expect(distance, `${one} and ${other}`).toBeGreaterThanOrEqual(0.05)
        }
      }
    },
  )
})

const VISION = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
}

/** Distance in OKLab, as seen with that vision. */
function distanceOf(a: Rgb, b: Rgb, vision: keyof typeof VISION): number {
  const [one, other] = [oklab(seen(a, vision)), oklab(seen(b, vision))]
  return Math.hypot(...one.map((value, index) => value - (other[index] ?? 0)))
}

function seen([r, g, b]: Rgb, vision: keyof typeof VISION): number[] {
  const m = VISION[vision]
  const [x, y, z] = [linear(r), linear(g), linear(b)]
  return [0, 3, 6].map((row) => (m[row] ?? 0) * x + (m[row + 1] ?? 0) * y + (m[row + 2] ?? 0) * z)
}

function oklab([r = 0, g = 0, b = 0]: number[]): number[] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}
