import path from 'node:path';
import { LatheError } from '../shared/errors';
import { formatBytes } from '../shared/units';

export function needsTrust(): LatheError {
  return new LatheError({
    code: 'host.needsTrust',
    kind: 'refused',
    message: 'Running a model needs a trusted workspace.',
    next: 'Trust this workspace if you trust its models; they can still be opened and inspected without.',
  });
}

export function unsupportedPlatform(platform: string): LatheError {
  return new LatheError({
    code: 'host.unsupportedPlatform',
    kind: 'unsupported',
    message: `This installation has no inference runtime for ${platform}.`,
    next: 'Models can be opened and inspected here; quantize and benchmark on a supported platform.',
  });
}

export function needsLocalFile(scheme: string): LatheError {
  return new LatheError({
    code: 'host.needsLocalFile',
    kind: 'unsupported',
    message: `This needs a file on disk, and the model is in a "${scheme}" file system.`,
    next: 'Copy the model to a folder on disk and open it there.',
  });
}

export function virtualFileTooLarge(name: string, size: number, limit: number): LatheError {
  return new LatheError({
    code: 'host.virtualFileTooLarge',
    kind: 'refused',
    message: `${name} has ${formatBytes(size)}; from a virtual file system at most ${formatBytes(limit)} are opened.`,
    next: 'Copy the model to a folder on disk and open it there.',
    file: name,
  });
}

export function cannotReadFile(name: string, cause: unknown): LatheError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LatheError(
    {
      code: 'host.cannotReadFile',
      kind: 'environment',
      message: `Cannot read ${name}: ${reason}`,
      next: 'Check that the file exists and may be read, then reload.',
      file: name,
    },
    { cause },
  );
}

export function jobRunning(model: string, title: string): LatheError {
  return new LatheError({
    code: 'host.jobRunning',
    kind: 'refused',
    message: `${path.basename(model)} is busy: ${title}.`,
    next: 'Wait for it to finish, or cancel it first.',
  });
}

export function unknownRule(rule: string): LatheError {
  return new LatheError({
    code: 'host.unknownRule',
    kind: 'usage',
    message: `No command mends what "${rule}" finds.`,
    next: 'Reload the page.',
  });
}

export function unknownWeight(graph: string, name: string): LatheError {
  return new LatheError({
    code: 'host.unknownWeight',
    kind: 'usage',
    message: `Graph "${graph}" has no weight "${name}".`,
    next: 'Reload the page; the file may have changed.',
  });
}

export function noFigures(name: string, reason: string): LatheError {
  return new LatheError({
    code: 'host.noFigures',
    kind: 'unsupported',
    message: `"${name}" has no figures: ${reason}`,
  });
}

export function notOverModel(file: string): LatheError {
  return new LatheError({
    code: 'host.notOverModel',
    kind: 'refused',
    message: 'The weight would replace the model that it is read from.',
    next: 'Choose another name.',
    file,
  });
}

export function fileOverModel(file: string): LatheError {
  return new LatheError({
    code: 'host.fileOverModel',
    kind: 'refused',
    message: 'The file would replace the model that it is made from.',
    next: 'Choose another name.',
    file,
  });
}

export function saveUnknown(): LatheError {
  return new LatheError({
    code: 'host.saveUnknown',
    kind: 'refused',
    message: 'The file is not being written any more.',
    next: 'Export it again.',
  });
}

export function tooLargeForVirtual(bytes: number, limit: number): LatheError {
  return new LatheError({
    code: 'host.tooLargeForVirtual',
    kind: 'refused',
    message: `${formatBytes(bytes)} are to be written; into a virtual file system it is at most ${formatBytes(limit)}.`,
    next: 'Save it to a folder on disk.',
  });
}

export function unreadableReport(file: string, reason: string): LatheError {
  return new LatheError({
    code: 'host.unreadableReport',
    kind: 'malformed',
    message: `${path.basename(file)} is not a benchmark report: ${reason}.`,
    next: 'Run the benchmark again to replace it.',
    file,
  });
}

export function noSample(folder: string): LatheError {
  return new LatheError({
    code: 'host.noSample',
    kind: 'missing',
    message: `The sample model is missing from ${folder}.`,
    next: 'Reinstall Model Lathe.',
  });
}

export function linkUnreadable(): LatheError {
  return new LatheError({
    code: 'host.linkUnreadable',
    kind: 'usage',
    message: 'This is no link to a node of a model.',
    next: 'Make one with "Copy Link to Node" on a selected node.',
  });
}

export function modelOfLinkMissing(model: string): LatheError {
  return new LatheError({
    code: 'host.modelOfLinkMissing',
    kind: 'environment',
    message: `The link leads to ${model}, which is not there.`,
    next: 'Open the folder that the link was made in, then follow it again.',
  });
}

export function linkLeadsNowhere(model: string, node: string): LatheError {
  return new LatheError({
    code: 'host.linkLeadsNowhere',
    kind: 'usage',
    message: `${model} no longer has the node ${node} that the link leads to.`,
    next: 'The model has changed since the link was made: ask for a new one.',
  });
}
