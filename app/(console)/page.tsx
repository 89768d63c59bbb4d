import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Part } from '@/components/ui/part'
import { requireViewer } from '@/lib/auth/viewer'
import { onlyAudits } from '@/lib/model/audit-access'
import { HomeBody } from './home/home-body'
import { HomeSkeleton } from './home/home-skeleton'

export const metadata: Metadata = { title: 'Home' }

/** In five seconds: is anything broken, whose is it, what runs. */
export default async function HomePage() {
  const scope = await requireViewer()
  if (onlyAudits(scope)) redirect('/audit')
  return (
    <div className="flex flex-1 flex-col gap-4 px-4 py-4 lg:px-6">
      <h1 className="sr-only">Home</h1>
      <Part fallback={<HomeSkeleton />}>{HomeBody({ scope })}</Part>
    </div>
  )
}
