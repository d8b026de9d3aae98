import type { Option } from './command';

type Options = Readonly<Record<string, Option>>;

/** Options of every command. */
export const commonOptions: Options = {
  json: { type: 'boolean', help: 'print one JSON document' },
  verbose: { type: 'boolean', help: 'show progress in logs, and where an error came from' },
  help: { type: 'boolean', help: 'this text' },
};

/** Options of commands whose figures depend on sizes that the model leaves open. */
export const sizeOptions: Options = {
  dim: { type: 'string', value: 'NAME=SIZE', help: 'size of a free dimension; may be repeated' },
};

/** Options of commands that run the model. */
export const runOptions: Options = {
  data: {
    type: 'string',
    value: 'FILE',
    help: 'samples: .npz file or folder with test_data_set_* (default: beside MODEL)',
  },
  threads: { type: 'string', value: 'N', help: 'threads inside an operator (default: the runtime decides)' },
  ...sizeOptions,
};
