// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.vector;

import dev.gantry.core.Bytes;
import dev.gantry.verity.spi.BlockKernel;
import dev.gantry.verity.spi.BlockKernelProvider;
import java.util.Optional;

/**
 * Provides SHA-256 of sixteen blocks at once.
 *
 * <p>Stateless and thread-safe. This class can be loaded without the vector API; those behind it
 * cannot.
 */
public final class VectorKernelProvider implements BlockKernelProvider {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String ALGORITHM = "sha256";

  /** For {@link java.util.ServiceLoader}. */
  public VectorKernelProvider() {}

  /** Returns a short name. */
  @Override
  public String name() {
    return "vector x16";
  }

  /** Says whether module or processor are missing. */
  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of("the module is missing, start with --add-modules " + MODULE);
    }
    int lanes = VectorSha256.preferredLanes();
    return lanes == VectorSha256.LANES
        ? Optional.empty()
        : Optional.of(
            "needs vectors of 512 bits, the best here have " + lanes * Integer.SIZE + " bits");
  }

  /** Returns true for SHA-256. */
  @Override
  public boolean supports(String algorithmId) {
    return algorithmId.equals(ALGORITHM);
  }

  /** Makes a kernel. */
  @Override
  public BlockKernel create(String algorithmId, Bytes prefix, Bytes suffix, int blockSizeBytes) {
    if (!supports(algorithmId)) {
      throw new IllegalArgumentException("no kernel for " + algorithmId + ", only " + ALGORITHM);
    }
    obstacle()
        .ifPresent(
            what -> {
              throw new IllegalStateException(what);
            });
    return new VectorSha256Kernel(prefix.toByteArray(), suffix.toByteArray(), blockSizeBytes);
  }
}
