/** Bounds for everything a file claims about itself. Each says why it has its value. */

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/**
 * Nested messages. protobufjs stops at 100 levels when decoding and encoding; a nested subgraph takes three levels, so
 * this allows 30 of them, where real models have two or three.
 */
export const MAX_NESTING = 92;

/** Structure without payloads held in memory. A 100,000-node graph takes 30 MB of it. */
export const MAX_STRUCTURE_BYTES = 512 * MIB;

/**
 * Fields, numbers and, counted four times, messages of the structure. A node with its attributes and the type of its output
 * takes about 50, so this is a graph of 300,000 nodes; in memory it is 1 to 2 GB, what an extension host has.
 */
export const MAX_STRUCTURE_ITEMS = 16_000_000;

/** One name, document string, string element or unknown field: far above any real one, far below what hurts. */
export const MAX_INLINE_BYTES = 64 * MIB;

/** Numeric payloads up to this size stay in the structure: shapes, scales, axes are needed at once and are tiny. */
export const MAX_SMALL_PAYLOAD = KIB;

/** Texts of attributes up to this size stay in the structure; above it they are embedded files. */
export const MAX_SMALL_TEXT = 64 * KIB;

/** A message this small is read whole and walked without waiting for the disk. */
export const SMALL_MESSAGE = 64 * KIB;

/** Encoded structure decoded at a time: 2 to 5 ms of work, so the event loop is never held. */
export const DECODE_BATCH = 256 * KIB;

/** First read after a long skip: a tensor's header and name are a few hundred bytes. */
export const SMALLEST_WINDOW = 4 * KIB;

/** Reads grow to this size while the file is read without gaps; larger ones gain nothing. */
export const LARGEST_WINDOW = 256 * KIB;

/** A gap up to this size costs less to read through than to start small again. */
export const NEAR_GAP = 64 * KIB;

/** One read call: Node rejects lengths of 2 GiB and more. */
export const MAX_READ = GIB;

/** One weight handed out in one piece. Larger ones are read in chunks. */
export const MAX_WHOLE_WEIGHT = 2 * GIB;

/** Bytes from the start of a file that are looked at to recognise it. */
export const HEAD_BYTES = 4 * KIB;

/** Longest chain of dimensions of one tensor; the runtime and numpy stop at 64. */
export const MAX_RANK = 64;

/** Bytes moved at a time when weights are copied from file to file. */
export const WRITE_CHUNK = MIB;

/** protobuf parsers refuse messages of 2 GiB; above this weights go to a file of their own. */
export const MAX_PROTOBUF_BYTES = 2 * GIB - 1;

/** Weights smaller than this stay in the model file when the others move out, as readers expect of shapes and scalars. */
export const MIN_EXTERNAL_BYTES = KIB;

/** External tensors of at least this size are memory-mapped by runtimes, which needs a coarser alignment. */
export const LARGE_EXTERNAL_BYTES = MIB;

/** Allocation granularity of Windows, the coarsest of the platforms. */
export const ALIGNMENT_OF_LARGE = 64 * KIB;

/** One page. */
export const ALIGNMENT_OF_SMALL = 4 * KIB;

/** Notes of one kind kept word for word; the rest are counted. */
export const MAX_NOTES_OF_A_KIND = 5;

/** Constants of shape computations that are read to work out types: thousands of times what real models have. */
export const SHAPE_CONSTANT_BYTES = 16 * MIB;
