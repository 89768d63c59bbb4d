import Link from 'next/link'
import { Time } from '@/components/ui/time'
import { formatCount } from '@/lib/format/count'
import type { ListedRepository } from '@/lib/model/repository'
import { RepositoryBadge } from './repository-health'

const WIDE = 'max-md:hidden'

/** One line a repository: how it stands, what was read of it, what it defines. */
export function RepositoriesTable({ repositories }: { repositories: ListedRepository[] }) {
  return (
    <section
      aria-label="Repositories"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      <table className="w-full text-sm">
        <thead className="border-b border-line text-left text-xs text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">Repository</th>
            <th scope="col">State</th>
            <th scope="col" className={WIDE}>
              Team
            </th>
            <th scope="col" className={WIDE}>
              Newest commit
            </th>
            <th scope="col" className={`${WIDE} text-right`}>
              Commits
            </th>
            <th scope="col" className="text-right">
              Flows
            </th>
          </tr>
        </thead>
        <tbody>
          {repositories.map((repository) => (
            <tr key={repository.id} className="border-t border-line align-top first:border-t-0">
              <th scope="row" className="min-w-40 px-3 py-2 text-left font-medium">
                <Link
                  href={`/settings/repositories/${repository.id}`}
                  className="break-all text-accent hover:underline"
                >
                  {repository.name}
                </Link>
                <span className="block text-xs font-normal break-all text-ink-3">{repository.branch}</span>
              </th>
              <td className="px-3 py-2">
                <RepositoryBadge repository={repository} />
                {repository.problem === null ? null : (
                  <span className="mt-1 block max-w-64 text-xs text-ink-2">{repository.problem}</span>
                )}
              </td>
              <td className={`${WIDE} px-3 py-2 text-ink-2`}>{repository.teamName}</td>
              <td className={`${WIDE} px-3 py-2 whitespace-nowrap text-ink-2`}>
                {repository.headAt === null ? '–' : <Time iso={repository.headAt.toISOString()} />}
              </td>
              <td className={`${WIDE} px-3 py-2 text-right text-ink-2 tabular-nums`}>
                {formatCount(repository.commits)}
              </td>
              <td className="px-3 py-2 text-right text-ink-2 tabular-nums">
                {formatCount(repository.flows)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
