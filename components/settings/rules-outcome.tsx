import { Badge } from '@/components/ui/badge'
import { formatCount } from '@/lib/format/count'
import type { MatchedFile, RulesPreview } from '@/lib/model/repository'
import type { PreviewState } from './use-rules-preview'

const SHOWN = 200

/** What rules come to: which files define which flows, which files none, and which flows have no file. */
export function RulesOutcome({
  preview,
  sources,
}: {
  preview: PreviewState
  sources: { id: string; name: string }[]
}) {
  return (
    <section aria-label="What the rules come to" aria-live="polite" className="border-t border-line pt-4">
      <h3 className="text-sm font-semibold text-ink">What the rules come to</h3>
      {preview.status === 'asking' ? <p className="mt-2 text-sm text-ink-3">Looking at the files…</p> : null}
      {preview.status === 'absent' ? (
        <p className="mt-2 text-sm text-ink-2">
          Nothing was fetched yet, so that it is not known what the rules come to.
        </p>
      ) : null}
      {preview.status === 'refused' ? <p className="mt-2 text-sm text-danger">{preview.message}</p> : null}
      {preview.status === 'shown' ? (
        <div aria-busy={preview.isOld === true} className={preview.isOld === true ? 'opacity-50' : undefined}>
          <Shown preview={preview.preview} sources={sources} />
        </div>
      ) : null}
    </section>
  )
}

function Shown({ preview, sources }: { preview: RulesPreview; sources: { id: string; name: string }[] }) {
  const { matched, unmatched, withoutFile, files, isCut, sha } = preview
  // Files of one folder may define one flow together.
  const named = matched.flatMap(({ sourceId, flows: of }) =>
    of.map(({ namespace, flow }) => `${sourceId}\n${namespace}\n${flow}`),
  )
  const flows = new Set(named).size
  return (
    <div className="mt-2 flex flex-col gap-4 text-sm">
      <p className="text-ink-2">
        {formatCount(matched.length)}
        {isCut ? ' and more' : ''} of {formatCount(files)} files at{' '}
        <code className="font-mono text-xs">{sha.slice(0, 8)}</code> fit a rule and define{' '}
        {formatCount(flows)} {flows === 1 ? 'flow' : 'flows'}.
      </p>
      <Unread files={matched} />
      {matched.length === 0 ? null : <Files files={matched} sources={sources} />}
      <Paths title="Files that no rule fits" paths={unmatched} />
      <Paths
        title="Flows of these sources without a file"
        paths={withoutFile.map(({ namespace, flow }) => (namespace === '' ? flow : `${namespace} · ${flow}`))}
      />
    </div>
  )
}

/** Files of which not all is known, with the place where that begins. */
function Unread({ files }: { files: MatchedFile[] }) {
  const unread = files.filter(({ problem }) => problem !== null && problem !== 'names no flow')
  if (unread.length === 0) return null
  return (
    <div>
      <p className="text-warning">
        {formatCount(unread.length)} {unread.length === 1 ? 'file was' : 'files were'} not understood:
      </p>
      <ul className="mt-1 max-h-48 overflow-y-auto font-mono text-xs text-ink-2">
        {unread.slice(0, SHOWN).map(({ path, problem }) => (
          <li key={path} className="wrap-anywhere">
            {path}: {problem}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What else is part of a definition, and what it names that is not read. */
function Beside({ file: { parts, elsewhere } }: { file: MatchedFile }) {
  if (parts.length === 0 && elsewhere.length === 0) return null
  return (
    <span className="block text-ink-3">
      {parts.length === 0 ? null : <span className="block">with {parts.join(', ')}</span>}
      {elsewhere.length === 0 ? null : <span className="block">not followed: {elsewhere.join(', ')}</span>}
    </span>
  )
}

function Files({ files, sources }: { files: MatchedFile[]; sources: { id: string; name: string }[] }) {
  const nameOf = (id: string | null) => sources.find((source) => source.id === id)?.name ?? 'another source'
  return (
    <div className="relative overflow-x-auto rounded-md border border-line">
      <table className="w-full text-sm">
        <thead className="border-b border-line text-left text-xs text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">File</th>
            <th scope="col">Flow</th>
            <th scope="col" className="max-md:hidden">
              Source
            </th>
            <th scope="col" className="max-lg:hidden">
              CODEOWNERS
            </th>
          </tr>
        </thead>
        <tbody>
          {files.slice(0, SHOWN).map((file) => (
            <tr key={file.path} className="border-t border-line align-top first:border-t-0">
              <td className="px-3 py-1.5 font-mono text-xs break-all text-ink">
                {file.path}
                <Beside file={file} />
              </td>
              <td className="px-3 py-1.5">
                {file.problem === null ? null : <Badge tone="warning">{file.problem}</Badge>}
                {file.problem === null && file.flows.length === 0 ? (
                  <span className="text-ink-3">part of others</span>
                ) : null}
                {file.flows.map(({ namespace, flow, isKnown }) => (
                  <span key={`${namespace} ${flow}`} className="flex flex-wrap items-center gap-2 text-ink">
                    <span className="break-all">
                      <span className="text-ink-3">{namespace === '' ? '' : `${namespace} · `}</span>
                      {flow}
                    </span>
                    {isKnown ? null : <Badge tone="outline">not seen yet</Badge>}
                  </span>
                ))}
              </td>
              <td className="px-3 py-1.5 text-ink-2 max-md:hidden">{nameOf(file.sourceId)}</td>
              <td className="px-3 py-1.5 text-xs break-all text-ink-2 max-lg:hidden">
                {file.owners.join(' ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {files.length > SHOWN ? (
        <p className="border-t border-line px-3 py-2 text-xs text-ink-3">
          {formatCount(files.length - SHOWN)} more files are not shown.
        </p>
      ) : null}
    </div>
  )
}

function Paths({ title, paths }: { title: string; paths: string[] }) {
  if (paths.length === 0) return null
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-ink-2">
        {title} ({formatCount(paths.length)})
      </summary>
      <ul className="mt-2 max-h-64 overflow-y-auto font-mono text-xs text-ink-2">
        {paths.map((path) => (
          <li key={path} className="break-all">
            {path}
          </li>
        ))}
      </ul>
    </details>
  )
}
