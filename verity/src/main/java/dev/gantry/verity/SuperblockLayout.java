// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;

/**
 * Where the fields of the superblock are (kernel documentation {@code device-mapper/verity.rst},
 * "On-disk format"; cryptsetup's wiki page DMVerity). Integers are little-endian.
 *
 * <table>
 * <caption>Superblock</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>8</td><td>signature {@code "verity\0\0"}</td></tr>
 * <tr><td>8</td><td>4</td><td>version, 1</td></tr>
 * <tr><td>12</td><td>4</td><td>hash type: 0 Chrome OS, 1 normal</td></tr>
 * <tr><td>16</td><td>16</td><td>UUID in the order of its text, not mixed-endian</td></tr>
 * <tr><td>32</td><td>32</td><td>digest name, NUL padded</td></tr>
 * <tr><td>64</td><td>4</td><td>data block size</td></tr>
 * <tr><td>68</td><td>4</td><td>hash block size</td></tr>
 * <tr><td>72</td><td>8</td><td>data blocks</td></tr>
 * <tr><td>80</td><td>2</td><td>salt size</td></tr>
 * <tr><td>82</td><td>6</td><td>zero</td></tr>
 * <tr><td>88</td><td>256</td><td>salt, zero padded</td></tr>
 * <tr><td>344</td><td>168</td><td>zero</td></tr>
 * </table>
 */
final class SuperblockLayout {
  static final Bytes SIGNATURE_VALUE = Bytes.parseHex("7665726974790000");
  static final int VERSION_VALUE = 1;

  static final int SIGNATURE = 0;
  static final int SIGNATURE_SIZE = 8;
  static final int VERSION = SIGNATURE + SIGNATURE_SIZE;
  static final int HASH_TYPE = VERSION + Integer.BYTES;
  static final int UUID = HASH_TYPE + Integer.BYTES;
  static final int ALGORITHM = UUID + Guid.SIZE_BYTES;
  static final int ALGORITHM_SIZE = 32;
  static final int DATA_BLOCK_SIZE = ALGORITHM + ALGORITHM_SIZE;
  static final int HASH_BLOCK_SIZE = DATA_BLOCK_SIZE + Integer.BYTES;
  static final int DATA_BLOCKS = HASH_BLOCK_SIZE + Integer.BYTES;
  static final int SALT_SIZE = DATA_BLOCKS + Long.BYTES;
  static final int PADDING_1 = SALT_SIZE + Short.BYTES;
  static final int PADDING_1_SIZE = 6;
  static final int SALT = PADDING_1 + PADDING_1_SIZE;
  static final int PADDING_2 = SALT + VerityParameters.MAX_SALT_BYTES;
  static final int PADDING_2_SIZE = 168;
  static final int SIZE = PADDING_2 + PADDING_2_SIZE;

  private SuperblockLayout() {}
}
