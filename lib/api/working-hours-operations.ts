import { z } from 'zod'
import { workingHoursBody } from '@/lib/input/working-hours-form'
import { named } from './components'
import { nothing, operation } from './operation'

const hours = z.object({
  zone: z.string().describe('IANA name.'),
  days: z.array(z.int().min(1).max(7)).describe('From 1 (Monday) to 7.'),
  from: z.string().describe('`08:00`, by the clocks of the zone.'),
  until: z.string().describe('Of the same day, at most `24:00`.'),
  holidays: z.array(z.object({ date: z.string(), name: z.string() })).describe('No working days.'),
})
const ofTeam = { id: z.guid().describe('The id of the team.') }
const exampleBody = {
  ...{ zone: 'Europe/Paris', days: [1, 2, 3, 4, 5], from: '08:00', until: '19:00' },
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
}

export const getWorkingHoursOperation = operation({
  id: 'getWorkingHours',
  tag: 'organization',
  path: '/organization/hours',
  summary: 'When people are at work whose team has no hours of its own',
  answer: named('WorkingHours', hours),
})

export const setWorkingHoursOperation = operation({
  id: 'setWorkingHours',
  tag: 'organization',
  method: 'put',
  path: '/organization/hours',
  summary: 'Says when people are at work whose team has no hours of its own',
  description:
    'What is outside hours is judged by what is set now, also of changes that are old. For owners.',
  body: workingHoursBody,
  status: 204,
  answer: nothing,
  exampleBody,
})

export const getTeamHoursOperation = operation({
  id: 'getTeamHours',
  tag: 'people',
  path: '/teams/{id}/hours',
  summary: 'When a team is at work',
  params: ofTeam,
  answer: named(
    'TeamHours',
    hours.extend({ isOwn: z.boolean().describe('False where these are the hours of the organization.') }),
  ),
})

export const setTeamHoursOperation = operation({
  id: 'setTeamHours',
  tag: 'people',
  method: 'put',
  path: '/teams/{id}/hours',
  summary: 'Says when a team is at work',
  params: ofTeam,
  body: workingHoursBody,
  status: 204,
  answer: nothing,
  exampleBody,
})

export const inheritTeamHoursOperation = operation({
  id: 'inheritTeamHours',
  tag: 'people',
  method: 'delete',
  path: '/teams/{id}/hours',
  summary: 'Gives a team the hours of the organization again',
  params: ofTeam,
  status: 204,
  answer: nothing,
})

/** All of them, in the order in which they are read about. */
export const WORKING_HOURS_OPERATIONS = [
  getWorkingHoursOperation,
  setWorkingHoursOperation,
  getTeamHoursOperation,
  setTeamHoursOperation,
  inheritTeamHoursOperation,
]
