export const complaint = {}
