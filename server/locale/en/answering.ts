export const answering = {}
