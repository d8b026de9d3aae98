/** Header of one .npy array. numpy writes 118 bytes for plain types; only structured types of many fields need more. */
export const NPY_HEADER_BYTES = 64 * 1024;

/** Dimensions of one .npy array: numpy's own limit is 64. */
export const NPY_RANK = 64;

/** Nesting of tuples and lists in a .npy header: deeper is not a header but an attack on the parser's stack. */
export const NPY_NESTING = 8;

/** Bytes of one array that are held in memory; a deflated array can claim a thousand times the size of its file. */
export const ARRAY_BYTES = 2 ** 31 - 1;

/** Entries of one .npz file: a model has tens of inputs, and each entry costs a read. */
export const NPZ_ENTRIES = 10_000;

/** One made-up input. A typed array of that size still fits the memory of a small machine. */
export const SYNTHETIC_BYTES = 1_000_000_000;

/** One input of a test data set: protobuf's own limit for a message. */
export const TEST_DATA_BYTES = 2 ** 31 - 1;

/** Test data sets that are looked at in one folder. */
export const TEST_DATA_SETS = 10_000;

/** Different made-up inputs: enough to vary the values, few enough not to pretend to be data. */
export const SYNTHETIC_RUNS = 16;
