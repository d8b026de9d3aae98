import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../../src/host/commands/table';
import { type MenuItem, manifest } from './manifest';
import { root, sourceFiles, textOf } from './sources';

const { contributes } = manifest;
const commands = contributes.commands.map(entry => entry.command);
const views = Object.values(contributes.views).flat();
const items = Object.entries(contributes.menus).flatMap(([menu, entries]) => entries.map(item => ({ menu, ...item })));
const sources = sourceFiles()
  .filter(file => file.startsWith('src/host/'))
  .map(textOf)
  .join('\n');

describe('Manifest: commands', () => {
  it('each has a category and a sentence-case title without the product in it', () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, 'Model Lathe', command);
      assert.match(title, /^[A-Z]/, command);
      assert.doesNotMatch(title, /Model Lathe|[.!]$/, command);
    }
  });

  it('are exactly those of the host', () => {
    assert.deepEqual([...commands].sort(), Object.keys(COMMANDS).sort());
    assert.equal(new Set(commands).size, commands.length);
  });

  it('the palette hides what needs an argument or an open model', () => {
    const hidden = (contributes.menus.commandPalette ?? [])
      .filter(item => item.when === 'false')
      .map(item => item.command);
    assert.deepEqual(hidden.sort(), ['modelLathe.openModel', 'modelLathe.revealNode', 'modelLathe.selectNode']);
    for (const command of hidden) {
      const used =
        items.some(item => item.menu !== 'commandPalette' && item.command === command) ||
        sources.includes(`'${command}'`);
      assert.ok(used, `${command} can be reached from nowhere`);
    }
  });

  it('that run a model can be chosen in Restricted Mode too, where they say what they need', () => {
    const running = contributes.commands.filter(({ command }) => /quantize|simplify|benchmark/i.test(command));
    assert.equal(running.length, 5);
    assert.doesNotMatch(JSON.stringify([running, items]), /isWorkspaceTrusted/);
  });
});

describe('Manifest: menus', () => {
  it('refer to commands and submenus that exist', () => {
    const submenus = contributes.submenus.map(entry => entry.id);
    const unknown = items
      .filter(item => !known(item, submenus))
      .map(item => `${item.menu}: ${item.command ?? item.submenu}`);
    assert.deepEqual(unknown, []);
    for (const id of submenus) assert.ok((contributes.menus[id] ?? []).length > 0, `${id} is empty`);
  });

  it('of the Explorer appear on model files only', () => {
    const entries = contributes.menus['explorer/context'] ?? [];
    assert.ok(entries.length > 0);
    for (const { when = '' } of entries) {
      const pattern = /resourceExtname =~ \/(.+?)\/(\w*)/.exec(when);
      assert.ok(pattern, when);
      const extension = new RegExp(pattern[1] ?? '', pattern[2]);
      assert.deepEqual(
        ['.onnx', '.ONNX', '.npz', '.onnxx', '.md'].map(name => extension.test(name)),
        [true, true, false, false, false],
      );
      assert.match(when, /!explorerResourceIsFolder/);
    }
  });

  it('of the editor title appear in our editor only, with at most two icons', () => {
    const entries = contributes.menus['editor/title'] ?? [];
    const viewTypes = contributes.customEditors.map(editor => editor.viewType);
    for (const { when = '', command } of entries) {
      const named = /activeCustomEditorId == '([^']+)'/.exec(when)?.[1];
      assert.ok(named !== undefined && viewTypes.includes(named), `${command}: ${when}`);
    }
    const icons = entries.filter(item => item.group?.startsWith('navigation'));
    assert.ok(icons.length <= 2, `${icons.length} icons in the editor title`);
    assert.deepEqual(
      icons.filter(item => iconOf(item) === undefined),
      [],
    );
  });

  it('of views name views that exist, and inline actions have icons', () => {
    const entries = [...(contributes.menus['view/title'] ?? []), ...(contributes.menus['view/item/context'] ?? [])];
    const ids = views.map(view => view.id);
    for (const { when = '' } of entries) assert.ok(ids.includes(/view == ([\w.]+)/.exec(when)?.[1] ?? ''), when);
    assert.deepEqual(
      entries.filter(item => item.group?.startsWith('inline') && iconOf(item) === undefined),
      [],
    );
  });
});

describe('Manifest: views and settings', () => {
  it('view and editor identifiers are those the host registers', () => {
    for (const { id } of views) assert.ok(sources.includes(`'${id}'`), `nobody provides ${id}`);
    for (const { viewType } of contributes.customEditors)
      assert.ok(sources.includes(`'${viewType}'`), `nobody provides ${viewType}`);
    for (const { view } of contributes.viewsWelcome)
      assert.ok(
        views.some(({ id }) => id === view),
        view,
      );
  });

  it('every setting has a type, a default, a scope, a place and a description', () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      assert.match(name, /^modelLathe\.[a-z]/);
      assert.ok('default' in setting && setting.type !== undefined, `${name} has no default or type`);
      assert.match(setting.scope ?? '', /^(resource|machine-overridable|window|machine)$/, name);
      assert.equal(typeof setting.order, 'number', name);
      assert.match(setting.markdownDescription ?? setting.description ?? '', /\w+ \w+.*\.$/, name);
    }
  });

  it('every setting is read by the host', () => {
    const unread = Object.keys(contributes.configuration.properties).filter(
      name => !sources.includes(`'${name.replace('modelLathe.', '')}'`),
    );
    assert.deepEqual(unread, []);
  });

  it('commands in welcome texts and walkthroughs exist', () => {
    const texts = [
      ...contributes.viewsWelcome.map(entry => entry.contents),
      ...contributes.walkthroughs.flatMap(walkthrough =>
        walkthrough.steps.flatMap(step => [step.description, ...step.completionEvents]),
      ),
    ];
    const named = texts.flatMap(text =>
      [...text.matchAll(/(?:command|onCommand):(modelLathe\.\w+)/g)].map(match => match[1] ?? ''),
    );
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter(command => !commands.includes(command)),
      [],
    );
  });
});

describe('Manifest: files and engine', () => {
  it('every picture it names is there', () => {
    const pictures = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(container => container.icon),
      ...views.flatMap(view => view.icon ?? []),
      ...contributes.walkthroughs.flatMap(walkthrough =>
        walkthrough.steps.map(({ media }) => media.svg ?? media.image ?? media.markdown ?? '(none)'),
      ),
    ];
    assert.deepEqual(
      pictures.filter(file => !existsSync(path.join(root, file))),
      [],
    );
  });

  it('the types are those of the oldest editor it runs in', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });

  it('is started by nothing but its contributions, links to nodes, and a page of two models that a reload left', () => {
    assert.deepEqual(manifest.activationEvents, ['onUri', 'onWebviewPanel:modelLathe.compare']);
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });
});

function known(item: MenuItem, submenus: readonly string[]): boolean {
  return item.command === undefined ? submenus.includes(item.submenu ?? '') : commands.includes(item.command);
}

function iconOf(item: MenuItem): string | undefined {
  return contributes.commands.find(entry => entry.command === item.command)?.icon;
}
