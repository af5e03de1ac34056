/** 让手机信任本服务器证书的说明页。 */
export const trust = {
  title: '让手机信任本服务器',
  lead: '用 https 打开时，离线填答、定位和录音才能用。每部手机只需做一次，以后服务器续签证书也不用再做。',
  trusted: '这个页面正通过 https 打开，连接已加密。如果浏览器没有警告，说明这部手机已经信任。',
  check: '用 https 打开，看看是否已经信任',
  none: '这台服务器还没有证书，请联系系统管理员（npm run certificate）。http 可以照常使用。',
  foreign: '这台服务器用的是其他机构签发的证书，不需要在这里安装。',
  get: '第一步：下载证书',
  wechat: '如果是在微信里打开的，请先点右上角“…”，选“在浏览器打开”（iPhone 选 Safari），再下载。',
  download: '下载证书',
  fingerprint: '证书指纹（SHA-256）：',
  compare:
    '安装前请与系统管理员公布的指纹核对。第一次是通过未加密的 http 下载的，核对指纹才能确认没有被人掉包。',
  ways: {
    android: {
      name: '安卓手机',
      steps: {
        one: '打开手机“设置”，搜索“证书”，选“安装证书”或“从存储设备安装”（多在“安全”→“加密与凭据”里）。',
        two: '选“CA 证书”，看到提示选“仍然安装”，选中刚才下载的 diaoyan-authority.crt。',
        three: '手机没有锁屏密码的，系统会要求先设一个。',
        four: '回到浏览器（Chrome、Edge 等），重新打开 https 地址。有些手机自带的浏览器不认用户安装的证书，请换用 Chrome 或 Edge。',
      },
    },
    iphone: {
      name: 'iPhone、iPad',
      steps: {
        one: '用 Safari 打开本页并下载，看到“此网站正尝试下载一个配置描述文件”，选“允许”。',
        two: '打开“设置”，点顶部的“已下载描述文件”，点“安装”并输入锁屏密码。',
        three: '再到“设置”→“通用”→“关于本机”→最下面的“证书信任设置”，打开 Diaoyan 的开关。这一步不能漏。',
        four: '回到 Safari，重新打开 https 地址。',
      },
    },
    harmony: {
      name: '鸿蒙手机（HarmonyOS）',
      steps: {
        one: '打开“设置”，搜索“证书”，进入“加密和凭据”或“证书与凭据”。',
        two: '选“从存储设备安装”→“CA 证书”，选中刚才下载的 diaoyan-authority.crt，按提示确认。',
        three: '回到浏览器，重新打开 https 地址。',
      },
    },
    windows: {
      name: 'Windows 电脑',
      steps: {
        one: '双击下载的文件，点“安装证书”，选“当前用户”。',
        two: '选“将所有的证书都放入下列存储”→“受信任的根证书颁发机构”，完成。',
        three: '关闭浏览器重新打开。',
      },
    },
  },
  names: '证书可用于这些地址',
  namesNote:
    '用别的地址打开，浏览器会警告。地址有变时，请系统管理员执行 npm run certificate -- --host 新地址。',
  remove:
    '调研结束后，可以在手机同样的位置删除这个证书。微信内置浏览器一般不认用户安装的证书，在微信里请继续用 http 地址。',
  link: '怎样改用 https',
}
