import { TabLinks } from '@/components/ui/tab-links'
import { LIST_VIEWS, type ListState, type ListView, listAddress } from '@/lib/query/list-address'

const TITLES: Record<ListView, string> = { table: 'Table', timeline: 'Timeline', heatmap: 'Heatmap' }

/** Three ways to look at the answer to one question. */
export function ListTabs({ list }: { list: ListState }) {
  return (
    <TabLinks
      label="Ways to look"
      links={LIST_VIEWS.map((view) => ({
        href: listAddress({ ...list, view, before: '' }),
        title: TITLES[view],
        current: view === list.view,
      }))}
    />
  )
}
