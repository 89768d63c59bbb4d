import type { GuideStep, GuideWay } from '@/lib/model/tool-guide'

/** What stands in the places of a guide's code. */
export type GuidePlaces = {
  /** The address that the source's webhooks go to. */
  hook: string
  /** Where events and OpenTelemetry are received, without a path. */
  endpoint: string
  /** The console's own address. */
  console: string
  /** Null when it is not known any more. */
  token: string | null
  secret: string | null
  source: string
}

/** Where a secret that cannot be shown again belongs. */
const UNKNOWN = { token: 'rl_ing_…', secret: '<the secret of this source>' }

/** Puts the source's addresses and secrets into the code of a way to connect it. What is not known is marked. */
export const fillWay = (way: GuideWay, places: GuidePlaces): GuideWay => ({
  ...way,
  steps: way.steps.map((step) => fillStep(step, places)),
})

function fillStep(step: GuideStep, places: GuidePlaces): GuideStep {
  if (step.code === undefined) return step
  return { ...step, code: { ...step.code, code: fillCode(step.code.code, places) } }
}

/** Fills `{{hook}}` and its like; whatever else stands in braces is the tool's own. */
export const fillCode = (code: string, places: GuidePlaces): string =>
  code.replace(/\{\{(hook|endpoint|console|token|secret|source)\}\}/g, (_, name: keyof GuidePlaces) => {
    const value = places[name]
    return value ?? (name === 'token' ? UNKNOWN.token : UNKNOWN.secret)
  })

/** True where the code of a way has this place. */
export const hasPlace = (way: GuideWay, name: keyof GuidePlaces): boolean =>
  way.steps.some(({ code }) => code?.code.includes(`{{${name}}}`) === true)
