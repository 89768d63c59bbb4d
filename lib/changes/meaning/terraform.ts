import { canonicalJson, type Json } from '@/lib/audit/canonical-json'
import { type HclMember, hclMembers, hclParts } from './hcl'
import type { Parts } from './meaning'
import type { TextFile } from './several-files'
import { isObject, without, yamlObject } from './yaml-text'

/** Terraform: HCL, or a plan as JSON, of which the configuration and the variables are what somebody wrote. */
export function terraformParts(text: string): Parts {
  if (!text.trimStart().startsWith('{')) return partsOf(hclMembers(text))
  const value = yamlObject(text)
  const isPlan = value.format_version !== undefined || value.terraform_version !== undefined
  if (!isPlan) return without(value)
  return without({ configuration: value.configuration ?? null, variables: value.variables ?? null })
}

/** A folder of Terraform: all that stands in its files together, in whichever of them. */
export function terraformFilesParts(files: readonly TextFile[]): Parts {
  return partsOf(files.flatMap(({ text }) => membersOf(text)))
}

const membersOf = (text: string): HclMember[] =>
  text.trimStart().startsWith('{') ? Object.entries<Json>(terraformParts(text)) : hclMembers(text)

/** Where a block stands says nothing: those of one name are told by what they say, and `locals` are all one block. */
function partsOf(members: readonly HclMember[]): Parts {
  const [locals, others] = [members.filter(isLocals), members.filter((each) => !isLocals(each))]
  const one = locals.flatMap(([, value]) => (isObject(value) ? Object.entries<Json>(value) : []))
  const all: HclMember[] = locals.length === 0 ? others : [...others, ['locals', hclParts(inOrder(one))]]
  return hclParts(inOrder(all))
}

const isLocals = ([name, value]: HclMember): boolean => name === 'locals' && isObject(value)

const inOrder = (members: readonly HclMember[]): HclMember[] =>
  members
    .map((member) => ({ member, words: canonicalJson(member) }))
    .sort((a, b) => (a.words < b.words ? -1 : a.words > b.words ? 1 : 0))
    .map(({ member }) => member)
