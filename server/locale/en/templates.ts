/** Words of the pages where a template is chosen. */
type P = Readonly<Record<string, string | number>>
export const templates = {
  title: 'Choose a template',
  lead: 'Every template is in Chinese and English; you can add and remove rows afterwards.',
  search: 'Search templates',
  searchHint: 'e.g. meals, experts',
  kind: 'Kind of form',
  anyKind: 'All kinds',
  found: (p: P) => (p['count'] === 1 ? '1 template' : `${p['count']} templates`),
  none: 'No template matches.',
  showAll: 'Show all templates',
  facts: (p: P) => `${p['kind']} · ${p['questions']} questions · about ${p['minutes']} minutes`,
  when: 'When to use it',
  analysis: 'How to analyse it',
  look: 'See the questions',
  use: 'Use this template',
  back: 'Back to the templates',
  previewLead:
    'All questions of the template, to look at only. Questions that depend on earlier answers are all listed.',
}
