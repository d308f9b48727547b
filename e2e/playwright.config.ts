import { defineConfig } from '@playwright/test';

/** Journeys in a real browser against the built Weir and the embedded demo cluster, each with processes of its own. */
const executablePath = process.env.WEIR_BROWSER;

export default defineConfig({
  testDir: './specs',
  globalSetup: './support/build.ts',
  outputDir: '../.weir/test-results/journeys',
  reporter: [['list'], ['json']],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    trace: 'retain-on-failure',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
