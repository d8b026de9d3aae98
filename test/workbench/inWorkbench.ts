import { rm } from 'node:fs/promises';
import { launchChromium } from './browser';
import type { BuiltSuites } from './buildSuites';
import { followResults } from './followResults';
import { copySample } from './sampleWorkspace';
import { serveWorkbench } from './serve';
import type { Counts } from './summary';
import { resultsVariable } from './testResults';
import { chosenVersion, root } from './versions';

const silenceMs = 180_000;
/** Native modules and addresses that the server does without. */
const harmless = /spdlog|watchdog|vsda|getaddrinfo|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/;

/** Runs the suites inside the extension host of a workbench that a headless Chromium holds open. */
export async function runInWorkbench(suites: BuiltSuites, trust: 'trusted' | 'restricted'): Promise<Counts> {
  const version = chosenVersion();
  process.stdout.write(`\nVS Code ${version.vscode} from the package registry, ${trust} window\n`);
  const sample = await copySample();
  const results = `${sample.folder}.results.jsonl`;
  const workbench = await serveWorkbench({
    version,
    settings: trust === 'trusted' ? { 'security.workspace.trust.enabled': false } : restrictedSettings,
    installed: trust === 'trusted' ? [] : [suites.restrictedDriver],
    environment: { [resultsVariable]: results },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // The extension host repeats its console here; the server has no log files without its native logger.
    const console: string[] = [];
    page.on('console', message => {
      if (!harmless.test(message.text())) console.push(message.text());
    });
    const tests = trust === 'trusted' ? { tests: suites.entry } : {};
    await page.goto(workbench.address(sample.folder, { extension: root, ...tests }));
    const counts = await followResults(results, silenceMs, () => browser.isConnected());
    if (counts.failed > 0) process.stdout.write(`${[workbench.output(), ...console].join('\n')}\n`);
    return counts;
  } finally {
    await browser.close();
    await workbench.stop();
    await rm(results, { force: true });
    await sample.remove();
  }
}

const restrictedSettings = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};
