// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.spi;

import dev.gantry.core.Bytes;
import java.util.Optional;

/**
 * Makes kernels that hash several blocks at once.
 *
 * <p>Who provides one need not be right or fast: a kernel is used after it gave the same digests as
 * the JDK and was measured to be faster, in the running process. Implementations are thread-safe
 * and have a public constructor without parameters, which must succeed everywhere; whether this
 * machine can do it is for {@link #obstacle} to say.
 */
public interface BlockKernelProvider {
  /**
   * Names the kernels in reports.
   *
   * @return a short name, such as {@code vector x16}
   */
  String name();

  /**
   * Says what is missing on this machine, in this process.
   *
   * @return what is missing, or empty if kernels can be made
   */
  Optional<String> obstacle();

  /**
   * Says whether there are kernels for a digest.
   *
   * @param algorithmId the digest as in a verity superblock, such as {@code sha256}
   * @return true if {@link #create} takes it
   */
  boolean supports(String algorithmId);

  /**
   * Makes a kernel; it hashes prefix, block and suffix as one message.
   *
   * @param algorithmId the digest as in a verity superblock
   * @param prefix what comes before each block, 0 to 256 bytes
   * @param suffix what comes after each block, 0 to 256 bytes
   * @param blockSizeBytes size of a block, a power of two from 512 to 524288
   * @return a kernel
   * @throws IllegalArgumentException if there are no kernels for the digest
   * @throws IllegalStateException if there is an {@linkplain #obstacle obstacle}
   */
  BlockKernel create(String algorithmId, Bytes prefix, Bytes suffix, int blockSizeBytes);
}
