/** The templates to start a form from, in the order in which they are offered. */

import { businessEnvironment } from './business-environment.ts'
import { caseStudy } from './case-study.ts'
import { experience } from './experience.ts'
import { expertInquiry } from './expert-inquiry.ts'
import { followUp } from './follow-up.ts'
import { interview } from './interview.ts'
import { practicalDeed } from './practical-deed.ts'
import { publicSatisfaction } from './public-satisfaction.ts'
import { readingLog } from './reading-log.ts'
import { requests } from './requests.ts'
import { staffNeeds } from './staff-needs.ts'
import { studySeminar } from './study-seminar.ts'
import { symposium } from './symposium.ts'
import type { Template } from './template.ts'
import { trainingEffect } from './training-effect.ts'
import { unannouncedVisit } from './unannounced-visit.ts'

export const templates: readonly Template[] = [
  publicSatisfaction,
  businessEnvironment,
  staffNeeds,
  trainingEffect,
  followUp,
  symposium,
  interview,
  unannouncedVisit,
  expertInquiry,
  caseStudy,
  experience,
  requests,
  studySeminar,
  readingLog,
  practicalDeed,
]

export function templateNamed(id: string): Template | undefined {
  return templates.find((template) => template.id === id)
}
