import type { DataSource, FreeDimension } from '../shared/reports/measurement';
import { formatInteger } from '../shared/units';
import { code } from './markdown';

/** Where inputs came from, as a Markdown phrase. */
export function dataSourceText(data: DataSource): string {
  switch (data.kind) {
    case 'samples':
      return `${formatInteger(data.used)} of the ${formatInteger(data.available)} samples in ${code(data.file)}`;
    case 'test-data':
      return `${formatInteger(data.used)} of ${formatInteger(data.available)} test data sets in ${code(data.folder)}`;
    case 'synthetic':
      return `made up to the declared shapes and types (seed ${data.seed})`;
  }
}

/** `N = 1, sequence = 128` */
export function dimensionsText(dimensions: readonly FreeDimension[]): string {
  return dimensions.map(({ name, value }) => code(`${name} = ${value}`)).join(', ');
}
