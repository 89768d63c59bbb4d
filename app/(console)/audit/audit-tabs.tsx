import { TabLinks } from '@/components/ui/tab-links'

const TABS = [
  { href: '/audit', title: 'Entries' },
  { href: '/audit/keeping', title: 'Keeping' },
  { href: '/audit/streams', title: 'Streams' },
  { href: '/audit/verify', title: 'Verify' },
]

/** What there is about the audit log. */
export const AuditTabs = ({ current }: { current: string }) => (
  <TabLinks label="Audit" links={TABS.map((tab) => ({ ...tab, current: tab.href === current }))} />
)
