// Finds the Chromium that is installed; run by itself, prints where it is.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Playwright's own list in its words, because a browser takes only the last one that it is given. */
const unneeded = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

/** The list below the address bar, where nobody types: pages of the browser's own, loaded anew for every window, at a
 * third of all the time that the tests take. */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

/** How Playwright starts the browser. */
export function launchOptions() {
  const features = [...unneeded, ...addressBar].join(',')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  const silence = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  return { executablePath: findChromium(), args: [...args, ...silence, `--disable-features=${features}`] }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of a Chromium: `CHROMIUM_BIN` when set, else the first that the system has. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [
    process.env.CHROMIUM_BIN,
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...elsewhere,
  ]
  const found = candidates.find((path) => path && isExecutable(path))
  if (!found) throw new Error('No Chromium found. Run bin/setup, or set CHROMIUM_BIN to its path.')
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(findChromium())
