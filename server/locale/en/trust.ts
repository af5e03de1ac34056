/** The page that guides a phone through trusting the server's certificate. */
import type { Catalogue } from '../index.ts'

export const trust = {
  title: 'Let a phone trust this server',
  lead: 'Filling in offline, location and recording need https. Every phone does this once; when the server renews its certificate, nothing needs to be done again.',
  trusted:
    'This page was opened by https, so the connection is encrypted. If the browser gave no warning, this device trusts the server already.',
  check: 'Open it by https and see whether it is trusted',
  none: 'This server has no certificate yet; ask the system administrator (npm run certificate). http works as ever.',
  foreign: 'The certificate of this server is from another authority; there is nothing to install here.',
  get: 'First: download the certificate',
  wechat:
    'Inside WeChat, tap “…” at the top right and choose to open the page in the browser (on an iPhone: Safari), then download.',
  download: 'Download the certificate',
  fingerprint: 'Fingerprint of the certificate (SHA-256):',
  compare:
    'Before you install it, compare the fingerprint with the one that the administrator has made known. The first download is by plain http; only the fingerprint shows that nobody has exchanged it.',
  ways: {
    android: {
      name: 'Android',
      steps: {
        one: 'Open Settings, search for “certificate”, and choose “Install a certificate” or “Install from storage” (mostly below Security, Encryption & credentials).',
        two: 'Choose “CA certificate”, then “Install anyway”, and pick the downloaded diaoyan-authority.crt.',
        three: 'If the phone has no screen lock, it asks you to set one first.',
        four: 'Go back to the browser (Chrome, Edge …) and open the https address again. Some phones’ own browsers do not honour certificates that users install: use Chrome or Edge there.',
      },
    },
    iphone: {
      name: 'iPhone and iPad',
      steps: {
        one: 'Open this page in Safari and download; allow the site to download a configuration profile.',
        two: 'Open Settings, tap “Profile Downloaded” at the top, then “Install”, and enter the passcode.',
        three:
          'Then Settings, General, About, at the very bottom “Certificate Trust Settings”: switch on Diaoyan. This step must not be left out.',
        four: 'Go back to Safari and open the https address again.',
      },
    },
    harmony: {
      name: 'HarmonyOS',
      steps: {
        one: 'Open Settings, search for “certificate”, and go to “Encryption and credentials” or “Certificates and credentials”.',
        two: 'Choose “Install from storage”, “CA certificate”, pick the downloaded diaoyan-authority.crt and confirm.',
        three: 'Go back to the browser and open the https address again.',
      },
    },
    windows: {
      name: 'Windows',
      steps: {
        one: 'Double-click the downloaded file, choose “Install Certificate” and “Current User”.',
        two: 'Choose “Place all certificates in the following store”, “Trusted Root Certification Authorities”, and finish.',
        three: 'Close the browser and open it again.',
      },
    },
  },
  names: 'The certificate is good for these addresses',
  namesNote:
    'Opened by any other address, browsers warn. When an address changes, the administrator runs npm run certificate -- --host ADDRESS.',
  remove:
    'When the fieldwork is over, the certificate can be removed in the same place. WeChat’s own browser mostly does not honour certificates that users install; go on using the http address there.',
  link: 'How to use https',
} satisfies Catalogue['trust']
