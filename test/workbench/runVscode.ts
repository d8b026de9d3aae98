import { buildSuites } from './buildSuites';
import { runInWorkbench } from './inWorkbench';
import { runOnDesktop } from './onDesktop';
import { summaryLine } from './summary';

// `VSCODE_EXECUTABLE` names a desktop VS Code. Without it the suites run in the workbench from the package registry, which
// needs no display and no other download. Restricted Mode always runs there: desktop VS Code trusts every test window.
async function main(): Promise<void> {
  const suites = await buildSuites();
  const executable = process.env.VSCODE_EXECUTABLE;
  const trusted =
    executable === undefined || executable === ''
      ? await runInWorkbench(suites, 'trusted')
      : await runOnDesktop(executable, suites);
  const restricted = await runInWorkbench(suites, 'restricted');
  const passed = trusted.passed + restricted.passed;
  const failed = trusted.failed + restricted.failed;
  process.stdout.write(`\n${summaryLine({ passed, failed, skipped: trusted.skipped + restricted.skipped })}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
