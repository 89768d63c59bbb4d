import { hclBody } from './hcl'
import type { Parts } from './meaning'
import { without, yamlObject } from './yaml-text'

/** Terraform: HCL, or a plan as JSON, of which the configuration and the variables are what somebody wrote. */
export function terraformParts(text: string): Parts {
  if (!text.trimStart().startsWith('{')) return hclBody(text)
  const value = yamlObject(text)
  const isPlan = value.format_version !== undefined || value.terraform_version !== undefined
  if (!isPlan) return without(value)
  return without({ configuration: value.configuration ?? null, variables: value.variables ?? null })
}
