/** Passwords: how they are kept, what is accepted as one, and how one is issued. */

import { randomInt } from 'node:crypto'

/** argon2id with OWASP's figures (19 MiB, two passes); computed off the main thread. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Loaded when somebody signs in for the first time. */
const argon2 = () => import('@node-rs/argon2')

/** What the store keeps of a password. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await argon2()
  return hash(password.normalize('NFKC'), cost)
}

let unknown: Promise<string> | null = null

/** True if the password is the one kept; without a kept one it takes the same time and is false. */
export async function passwordMatches(kept: string | null, password: string): Promise<boolean> {
  unknown ??= hashPassword('nobody has this password')
  const { verify } = await argon2()
  const matches = await verify(kept ?? (await unknown), password.normalize('NFKC')).catch(() => false)
  return kept !== null && matches
}

/** Which rule a new password breaks, or null. */
export function passwordComplaint(
  password: string,
  login: string,
): 'tooShort' | 'tooLongPassword' | 'isLogin' | 'common' | null {
  const plain = password.normalize('NFKC').toLowerCase()
  if ([...plain].length < 10) return 'tooShort'
  if (plain.length > 200) return 'tooLongPassword'
  if (login !== '' && plain.includes(login.toLowerCase()) && plain.length < login.length + 4) return 'isLogin'
  if (common.has(plain) || tooPlain(plain)) return 'common'
  return null
}

/** What everybody tries first, of those that are long enough. */
const common = new Set(
  `1234567890 0123456789 0987654321 12345678910 1234567891 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop asdfghjkl;
  password123 password1234 administrator admin12345 admin123456 woaini1314 woaini520520 a123456789 abc1234567
  abcd123456 abcdefghij iloveyou123 qwerty123456 qwer123456 zxcvbnm123 1234qwerasdf passw0rd123 p@ssw0rd123
  letmein1234 welcome123 welcome1234 changeme123 diaoyan123 diaoyan1234 diaoyan2026 beijing2008 q1w2e3r4t5
  1111111111 0000000000 8888888888 6666666666 5201314520 woaizhongguo`.split(/\s+/),
)

/** One or two characters over and over. */
function tooPlain(password: string): boolean {
  return new Set(password).size < 4
}

/** A password to hand to a person, who must change it: letters and digits that are not mistaken for others. */
export function issuePassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
  const four = () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')
  return `${four()}-${four()}-${four()}`
}
