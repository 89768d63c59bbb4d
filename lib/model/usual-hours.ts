/**
 * When people are at work, where nobody says otherwise: Monday to Friday, from 8:00 to 19:00 UTC. Days from 1 (Monday) to 7,
 * hours of the day.
 */
export const USUAL_HOURS = { firstDay: 1, lastDay: 5, from: 8, until: 19 } as const
