/** The accounts of the sample programme. They are shown on its sign-in page, which answers on this machine only. */

import type { ProgrammeRole, TopicRole } from '../access/rights.ts'

/** Known to everyone: the demo binds to loopback and holds simulated data only. */
export const demoPassword = 'diaoyan-2026'

export interface DemoAccount {
  readonly login: string
  readonly name: string
  readonly jobTitle: string
  /** Code of the unit in `demoUnits`. */
  readonly unit: string
  readonly role: ProgrammeRole | TopicRole
}

export const demoAccounts: readonly DemoAccount[] = [
  { login: 'admin', name: '郝管理', jobTitle: '系统管理员', unit: '0102', role: 'admin' },
  { login: 'organiser', name: '谭组织', jobTitle: '调研办主任', unit: '0101', role: 'organiser' },
  { login: 'guidance', name: '郑指导', jobTitle: '指导组组长', unit: '0101', role: 'guidance' },
  { login: 'lead', name: '梁牵头', jobTitle: '综合科科长', unit: '0101', role: 'lead' },
  { login: 'investigator', name: '方调研', jobTitle: '调研员', unit: '0201', role: 'investigator' },
  { login: 'investigator2', name: '田走访', jobTitle: '调研员', unit: '0202', role: 'investigator' },
  { login: 'analyst', name: '程分析', jobTitle: '统计分析员', unit: '0102', role: 'analyst' },
  { login: 'leader', name: '陆领题', jobTitle: '副市长', unit: '01', role: 'leader' },
]
