'use client'

import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Menu, MenuDownload } from '@/components/ui/menu'

/** The telemetry of a trace as it was received, for other tools. */
export function DownloadMenu({ traceId }: { traceId: string }) {
  const path = `/api/traces/${traceId}/otlp`
  return (
    <Menu
      trigger={
        <Button size="sm">
          <Download aria-hidden />
          Download
        </Button>
      }
    >
      <MenuDownload href={path}>Spans as OTLP/JSON</MenuDownload>
      <MenuDownload href={`${path}?signal=logs`}>Logs as OTLP/JSON</MenuDownload>
    </Menu>
  )
}
