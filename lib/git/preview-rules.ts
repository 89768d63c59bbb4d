import fs from 'node:fs'
import path from 'node:path'
import type { PathRule } from '@/lib/changes/glob-rules'
import { meaningOf } from '@/lib/changes/meaning/meaning'
import type { MatchedFile } from '@/lib/model/repository'
import { codeOwnersOf } from './code-owners-file'
import { DefinitionReader } from './definition-reader'
import { TRACKED } from './fetch-branch'
import { type FileDefinition, FileDefinitions } from './file-definitions'
import { GitHistory } from './read-history'
import { runGit } from './run-git'

const LOOK_MS = 10_000
/** More files than these are counted and not shown. */
const MOST_MATCHED = 2_000
const MOST_UNMATCHED = 500

/** What rules come to among the files of a mirror's branch, by the flows that they define. */
export type FilesPreview = {
  sha: string
  files: number
  matched: (MatchedFile & { flowIds: string[] })[]
  isCut: boolean
  unmatched: string[]
}

/** Tries rules on the files that the mirror holds. Null where there is none yet. */
export async function previewFiles(
  of: { orgId: string; name: string; directory: string },
  rules: readonly PathRule[],
  signal: AbortSignal,
): Promise<FilesPreview | null> {
  const sha = await standOf(of.directory, signal)
  if (sha === null) return null
  const history = new GitHistory(of.directory, signal)
  const definitions = new FileDefinitions(of.orgId, of.name, rules)
  const all = await history.files(sha)
  const fitting = all.filter((file) => definitions.ruleOf(file.path) !== null)
  const shown = fitting.slice(0, MOST_MATCHED)
  const texts = await history.texts(shown.map(({ blob }) => blob))
  const formats = rules.map(({ format }) => format)
  const several = new DefinitionReader(definitions, history, formats)
  several.know(texts)
  await several.goTo(sha)
  await several.read(shown.map((file) => file.path).filter(several.leads))
  const parts = new Set(shown.flatMap((file) => several.partsOf(file.path).files))
  const ownersOf = await codeOwnersOf(history, of.name, all)
  const unmatched = all.flatMap((file) => (definitions.ruleOf(file.path) === null ? [file.path] : []))
  return {
    sha,
    files: all.length,
    isCut: fitting.length > shown.length,
    unmatched: unmatched.slice(0, MOST_UNMATCHED),
    matched: shown.map((file) => {
      const text = texts.get(file.blob) ?? null
      const found = definitions.of(file.path, file.blob, text)
      const rule = definitions.ruleOf(file.path)?.rule ?? null
      return {
        path: file.path,
        ruleId: rule?.id ?? null,
        sourceId: rule?.sourceId ?? null,
        flows: found.map(({ namespace, flow }) => ({ namespace, flow, isKnown: false })),
        flowIds: found.map(({ flowId }) => flowId),
        owners: ownersOf(file.path),
        parts: several.partsOf(file.path).files,
        elsewhere: several.partsOf(file.path).elsewhere,
        problem: problemOf(
          definitions.problemOf(file.path, file.blob, text),
          found,
          text,
          parts.has(file.path),
        ),
      }
    }),
  }
}

/** A file that is read by its lines alone is told too: what was changed in it is then not known by its meaning. */
function problemOf(
  problem: string | null,
  found: readonly FileDefinition[],
  text: string | null,
  isPart: boolean,
): string | null {
  if (text === null) return 'is no text, or too long'
  if (problem !== null) return problem
  const unread = found.map(({ format, text: own }) => meaningOf(format, own ?? text))
  const [first] = unread.flatMap((meaning) => ('problem' in meaning ? [meaning.problem] : []))
  return first ?? (found.length > 0 || isPart ? null : 'names no flow')
}

async function standOf(directory: string, signal: AbortSignal): Promise<string | null> {
  if (!fs.existsSync(path.join(directory, 'HEAD'))) return null
  const answer = await runGit({
    args: [`--git-dir=${directory}`, 'for-each-ref', '--format=%(objectname)', TRACKED],
    timeoutMs: LOOK_MS,
    signal,
  })
  return answer.toString('utf8').trim() || null
}
