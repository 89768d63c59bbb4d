import { toast } from '@/components/ui/toast'
import type { StreamTest } from '@/lib/model/audit-stream'

/** What came of a test, in the corner of the page. */
export function sayTest({ error }: StreamTest): void {
  if (error === null) toast.success('The test event was taken')
  else toast.error(`The test event was not taken: the target ${error}`)
}
