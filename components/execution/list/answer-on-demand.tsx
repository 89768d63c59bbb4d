'use client'

import dynamic from 'next/dynamic'

// Most who open the list look at its table: what draws the other tabs is fetched by those who open them.
export const TimelineOnDemand = dynamic(() =>
  import('./timeline/execution-timeline').then((module) => module.ExecutionTimeline),
)

export const HeatmapOnDemand = dynamic(() =>
  import('./heatmap/execution-heatmap').then((module) => module.ExecutionHeatmap),
)
