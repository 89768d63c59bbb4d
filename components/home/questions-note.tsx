import Link from 'next/link'
import { formatCount } from '@/lib/format/count'
import { changesHref } from '@/lib/input/change-address'
import type { OpenQuestions } from '@/lib/model/listed-change'

const LINK = 'rounded font-medium text-accent hover:underline'

/** That somebody waits for who looks, and that somebody answered them; nothing where neither is so. */
export function QuestionsNote({ questions: { waiting, answered } }: { questions: OpenQuestions }) {
  return (
    <>
      {waiting === 0 ? null : (
        <Link href={changesHref({ view: 'asked_of_me', range: 'all' })} className={LINK}>
          {waiting === 1 ? '1 change waits' : `${formatCount(waiting)} changes wait`} for your reason
        </Link>
      )}
      {answered === 0 ? null : (
        <Link href={changesHref({ view: 'i_asked', range: 'all' })} className={LINK}>
          {answered === 1
            ? 'Your question was answered'
            : `${formatCount(answered)} of your questions were answered`}
        </Link>
      )}
    </>
  )
}
