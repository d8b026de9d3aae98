import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type NpzArray, readNpz } from '../../../src/prediction/npz';
import { npy, npyHeader } from '../../fixtures/builders/npy';
import { zip } from '../../fixtures/builders/zip';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

const TYPES = path.join(__dirname, '../../fixtures/npz/types.npz');
const STORED = path.join(__dirname, '../../fixtures/npz/stored.npz');
const EVERYTHING = Number.POSITIVE_INFINITY;

async function readOne(file: string, name: string, rows = EVERYTHING): Promise<NpzArray> {
  const { arrays } = await readNpz(file, each => (each === name ? rows : null));
  const array = arrays.get(name);
  assert.ok(array !== undefined);
  return array;
}

describe('npz files that numpy wrote', () => {
  const counting = Array.from({ length: 24 }, (_, index) => index);

  for (const [name, dtype] of [
    ['plain', 'float32'],
    ['big', 'float64'],
    ['fortran', 'float32'],
    ['fortran_big', 'int16'],
  ] as const) {
    it(`reads "${name}" in row-major order`, async () => {
      const { tensor } = await readOne(TYPES, name);
      assert.equal(tensor.dtype, dtype);
      assert.deepEqual(tensor.shape, [4, 3, 2]);
      assert.deepEqual([...tensor.data], counting);
    });

    it(`reads the first rows of "${name}"`, async () => {
      const { tensor, rows } = await readOne(TYPES, name, 2);
      assert.equal(rows, 4);
      assert.deepEqual(tensor.shape, [2, 3, 2]);
      assert.deepEqual([...tensor.data], counting.slice(0, 12));
    });
  }

  it('keeps the bit patterns of halves', async () => {
    const { tensor } = await readOne(TYPES, 'half');
    // IEEE 754 binary16 of 0, 1, -2, 0.5 and the largest finite number.
    assert.deepEqual([...tensor.data], [0x0000, 0x3c00, 0xc000, 0x3800, 0x7bff]);
  });

  it('reads integers of 64 bits exactly', async () => {
    assert.deepEqual([...(await readOne(TYPES, 'int64')).tensor.data], [-(2n ** 63n), 2n ** 63n - 1n]);
    assert.deepEqual([...(await readOne(TYPES, 'uint64')).tensor.data], [2n ** 64n - 1n]);
  });

  it('reads truth values, bytes, scalars and empty arrays', async () => {
    assert.deepEqual(await readOne(TYPES, 'truth').then(({ tensor }) => [tensor.dtype, ...tensor.data]), [
      'bool',
      1,
      0,
      1,
    ]);
    assert.deepEqual([...(await readOne(TYPES, 'int8')).tensor.data], [-128, 127]);
    const scalar = await readOne(TYPES, 'scalar');
    assert.deepEqual([scalar.tensor.shape, [...scalar.tensor.data], scalar.rows], [[], [5], 1]);
    const empty = await readOne(TYPES, 'empty');
    assert.deepEqual([empty.tensor.shape, empty.tensor.data.length, empty.rows], [[0, 3], 0, 0]);
  });

  it('reads fixed-length text in either byte order', async () => {
    assert.deepEqual((await readOne(TYPES, 'text')).tensor.data, ['one', 'zwölf', '', '日本']);
    assert.deepEqual((await readOne(TYPES, 'text_big')).tensor.data, ['ab', 'c']);
    assert.deepEqual((await readOne(TYPES, 'octets')).tensor.data, ['ab', 'c']);
  });

  it('reads arrays that are stored without compression', async () => {
    assert.deepEqual([...(await readOne(STORED, 'x')).tensor.data], [0, 1, 2, 3, 4, 5]);
  });

  it('lists every array and opens only those asked for', async () => {
    const { names, arrays } = await readNpz(TYPES, name => (name === 'scalar' ? EVERYTHING : null));
    assert.ok(names.includes('objects') && names.includes('plain'));
    assert.deepEqual([...arrays.keys()], ['scalar']);
  });

  it('refuses pickled objects, fields and complex numbers by name', async () => {
    const pickled = await thrownBy(() => readOne(TYPES, 'objects'));
    assert.deepEqual([pickled.code, pickled.place, pickled.file], ['npy.pickled', 'array "objects"', TYPES]);
    assert.match((await thrownBy(() => readOne(TYPES, 'fields'))).message, /with fields/);
    assert.equal((await thrownBy(() => readOne(TYPES, 'complex'))).code, 'npy.unsupportedType');
  });
});

describe('npz files that lie', () => {
  const folder = temporaryFolder();

  async function code(bytes: Uint8Array): Promise<string> {
    const file = folder.path('lie.npz');
    await writeFile(file, bytes);
    return (await thrownBy(() => readOne(file, 'x'))).code;
  }

  const entry = (header: string, elements = new Uint8Array(8)) => ({ name: 'x.npy', bytes: npy(header, elements) });

  it('refuses shapes that need more than is there', async () => {
    assert.equal(await code(zip([entry(npyHeader('<f4', [3]))])), 'npy.malformed');
    assert.equal(await code(zip([entry(npyHeader('<f4', [1_000_000_000]))])), 'npz.tooLarge');
    assert.equal(await code(zip([entry(npyHeader('<f4', [2 ** 40, 2 ** 40]))])), 'npy.malformed');
    assert.equal(await code(zip([entry(npyHeader('<f4', [-1]))])), 'npy.malformed');
  });

  it('refuses an entry that inflates to less or more than it claims', async () => {
    const { bytes } = entry(npyHeader('<f4', [100]), new Uint8Array(400));
    const short = { name: 'x.npy', bytes, deflated: deflateRawSync(bytes.subarray(0, 200)) };
    assert.match(await code(zip([short])), /^np[yz]\./);
    const long = { name: 'x.npy', bytes, deflated: deflateRawSync(bytes), claimedSize: 150 };
    assert.match(await code(zip([long])), /^np[yz]\./);
  });

  for (const [what, header] of [
    ['code', `__import__('os').system('true')`],
    ['a list', '[1, 2]'],
    ['an open text', `{'descr': '<f4`],
    ['a missing shape', `{'descr': '<f4', 'fortran_order': False}`],
    ['a negative order', `{'descr': '<f4', 'fortran_order': -1, 'shape': (2,)}`],
    ['deep nesting', `{'descr': ${'('.repeat(1000)}`],
    ['a rank of 65', npyHeader('<f4', new Array(65).fill(1))],
    ['an unknown word', `{'descr': nan, 'fortran_order': False, 'shape': (2,)}`],
  ] as const) {
    it(`refuses a header with ${what}`, async () => {
      assert.equal(await code(zip([entry(header)])), 'npy.malformed');
    });
  }

  it('refuses what is no array, no zip, cut short or encrypted', async () => {
    assert.equal(await code(zip([{ name: 'x.npy', bytes: Buffer.from('hello, I am not an array') }])), 'npy.malformed');
    assert.equal(await code(zip([{ name: 'x.npy', bytes: new Uint8Array() }])), 'npy.malformed');
    assert.equal(await code(Buffer.from('plain text')), 'npz.notAZip');
    const whole = await readFile(TYPES);
    assert.equal(await code(whole.subarray(0, whole.length - 40)), 'npz.notAZip');
    // Encryption puts 12 bytes in front of the data (APPNOTE 6.1.3).
    const locked = entry(npyHeader('<f4', [2]));
    const claimedSize = locked.bytes.length - 12;
    assert.equal(await code(zip([{ ...locked, flags: 1, claimedSize }])), 'npz.encrypted');
  });

  it('names a file that is not there', async () => {
    assert.equal((await thrownBy(() => readOne(folder.path('none.npz'), 'x'))).code, 'samples.missing');
  });

  it('survives any single flipped byte of a real file with an answer or a LatheError', async () => {
    const whole = await readFile(STORED);
    const file = folder.path('flipped.npz');
    for (let at = 0; at < whole.length; at += 3) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x41;
      await writeFile(file, flipped);
      const outcome = await readNpz(file, () => EVERYTHING).then(
        () => 'read',
        (thrown: unknown) => (thrown instanceof Error ? thrown.name : 'odd'),
      );
      assert.ok(outcome === 'read' || outcome === 'LatheError', `byte ${at}: ${outcome}`);
    }
  });
});
