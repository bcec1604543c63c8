// SPDX-License-Identifier: Apache-2.0 OR MIT

/** dm-verity hash trees. */
@org.jspecify.annotations.NullMarked
module dev.gantry.verity {
  requires static transitive org.jspecify;
  requires transitive dev.gantry.core;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports dev.gantry.verity;
  exports dev.gantry.verity.fec;
  exports dev.gantry.verity.signature;
  exports dev.gantry.verity.spi;

  uses dev.gantry.verity.spi.BlockKernelProvider;
}
