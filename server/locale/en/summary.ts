export const summary = {}
