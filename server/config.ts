/** The only reader of process.env. */

export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  readonly demo: boolean
  /** IANA name; dates and workdays are those of this place. */
  readonly timeZone: string
  /** Express "trust proxy": false, or a number of hops. */
  readonly trustProxy: false | number
  readonly sessionHours: number
  readonly bodyLimitBytes: number
}
