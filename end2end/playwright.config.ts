import { defineConfig } from '@playwright/test'

import { launchOptions } from './lib/chromium.mjs'

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  grepInvert: process.platform === 'linux' ? [] : /@linux/,
  forbidOnly: !!process.env.CI,
  // A test that fails once is a bug, in the house or in the test: it is named at the end, and looked into. But one of
  // hundreds must not keep everything else from landing (docs/decisions/0028-a-second-try.md).
  retries: 1,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./lib/flaky.mjs']],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1280, height: 800 },
    // A trace of every test takes a quarter of the time: ask for one by `--trace retain-on-failure`.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: launchOptions(),
  },
})
