/** QR codes as SVG. */

/**
 * `margin`: quiet cells around it. Level M survives a crease or a stain on what hangs outside.
 * The library is loaded with the first code, by its default: what else it exports gets lost where it is bundled.
 */
export async function qrCode(text: string, margin: number): Promise<string> {
  const { default: library } = await import('qrcode')
  return library.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin })
}
