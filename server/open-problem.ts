/** Why a database cannot be opened, as one plain sentence in each language. */

import { StartProblem } from './config.ts'

type Sentence = readonly [chinese: string, english: string]

/** The sentence for an error of `openStore`; an error that has none is our own mistake and comes back as it is. */
export function openProblem(cause: unknown, dataDir: string): unknown {
  if (!(cause instanceof Error)) return cause
  const sentence = sentences[cause.name]?.(dataDir, cause.message)
  return sentence ? new StartProblem(...sentence, { cause }) : cause
}

const sentences: Readonly<Record<string, (dataDir: string, message: string) => Sentence>> = {
  NewerDatabase: () => [
    '数据库由更新版本的程序建立，请升级程序后再启动。',
    'The database was made by a newer version of this program; upgrade the program first.',
  ],
  DatabaseInUse: (dataDir) => [
    `${dataDir} 中的数据库正被另一个服务器使用，请先停止那一个，或改用 DATA_DIR 指定其他位置。`,
    `The database in ${dataDir} is in use by another server; stop that one first, or set DATA_DIR to another folder.`,
  ],
  UnfinishedTransfer: () => [
    '数据还没有全部搬进这个数据库：请把 npm run restore 或 npm run migrate-store 重新执行一遍，完成后再启动。',
    'The data have not all been brought into this database: run npm run restore or npm run migrate-store again, then start.',
  ],
  DatabaseReadOnly: () => [
    '数据库只能读取、不能写入：请检查文件和磁盘的权限；使用 PostgreSQL 时，请检查 DATABASE_URL 指向的是否为主库。',
    'The database can only be read, not written: check the permissions of its file and disk or, with PostgreSQL, that DATABASE_URL points to the primary.',
  ],
  DatabaseUnreachable: (_, message) => [
    `无法连接数据库服务器，请检查 DATABASE_URL 中的主机和端口，以及数据库服务是否在运行（${message}）。`,
    `The database server cannot be reached; check host and port in DATABASE_URL, and that the server is running (${message}).`,
  ],
  DatabaseRefused: () => [
    '数据库服务器拒绝了登录，请检查 DATABASE_URL 中的用户名和密码。',
    'The database server refused the sign-in; check user and password in DATABASE_URL.',
  ],
  DatabaseMissing: (_, message) => [
    `数据库服务器上没有 DATABASE_URL 指定的数据库，请先用 createdb 建立（${message}）。`,
    `The database that DATABASE_URL names does not exist on its server; make it with createdb first (${message}).`,
  ],
  DatabaseForbidden: (_, message) => [
    `数据库用户没有建表的权限，请让它成为数据库的所有者（${message}）。`,
    `The database user may not make tables; make it the owner of the database (${message}).`,
  ],
  DatabaseUnfit: (_, message) => [
    `这个数据库不能使用：应为 PostgreSQL 13 或更新版本，编码为 UTF8（${message}）。`,
    `This database cannot be used: it should be PostgreSQL 13 or newer with the encoding UTF8 (${message}).`,
  ],
  DatabaseUnavailable: (_, message) => [
    `数据库暂时不能使用，请检查磁盘空间和数据库服务（${message}）。`,
    `The database is not available; check the disk's space and the database server (${message}).`,
  ],
}
