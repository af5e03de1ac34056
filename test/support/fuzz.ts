/** How many random inputs a property gets: few in CI, as many as `npm run fuzz -- --runs N` says. */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env['FUZZ_RUNS'] ?? usual) }
}
