// SPDX-License-Identifier: Apache-2.0 OR MIT

/** SHA-256 of many blocks at once on vector units. */
@org.jspecify.annotations.NullMarked
module dev.gantry.verity.vector {
  requires static transitive org.jspecify;
  requires transitive dev.gantry.verity;
  requires jdk.incubator.vector;

  exports dev.gantry.verity.vector;

  provides dev.gantry.verity.spi.BlockKernelProvider with
      dev.gantry.verity.vector.VectorKernelProvider;
}
