/** A form to write row by row. */

import type { FormSource } from '../../form/form.ts'

/** A form with its columns and nothing else. */
export function blankForm(title: string): FormSource {
  return {
    survey: [],
    choices: [],
    settings: [{ row: 2, cells: { form_title: title } }],
    columns: {
      survey: ['type', 'name', 'label'],
      choices: ['list_name', 'name', 'label'],
      settings: ['form_title'],
    },
  }
}
