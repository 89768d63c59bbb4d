'use client'

import { useRouter } from 'next/navigation'
import { useAddress } from '@/components/filter/address-keeper'
import { useListState } from '@/components/filter/use-list-state'
import { useKey } from '@/components/frame/shortcuts'
import { Kbd } from '@/components/ui/kbd'
import { countOf } from '@/lib/format/count'
import { listAddress } from '@/lib/query/list-address'

const COUNT_CAP = 99

/** Says that there are new rows, over the table's edge so that nothing moves; `.` loads them. */
export function NewRows({ count, isLaterPage }: { count: number; isLaterPage: boolean }) {
  const router = useRouter()
  const { follow } = useAddress()
  const [state] = useListState()
  const load = () => {
    if (isLaterPage) follow(listAddress({ ...state, before: '' }))
    else router.refresh()
  }
  useKey('.', load)
  const words = count > COUNT_CAP ? `${COUNT_CAP}+ new executions` : `${countOf(count, 'new execution')}`
  return (
    <div className="pointer-events-none absolute inset-x-0 -top-3.5 z-20 flex justify-center">
      <span role="status" className="sr-only">
        {count > 0 ? words : ''}
      </span>
      {count > 0 ? (
        <button
          type="button"
          onClick={load}
          className="pointer-events-auto flex h-7 items-center gap-2 rounded-full bg-ink px-3 text-xs font-medium text-ink-inverse shadow-popup"
        >
          {words}
          <Kbd>.</Kbd>
        </button>
      ) : null}
    </div>
  )
}
