// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Programs that benchmark scripts start; nothing here is an API. */
@org.jspecify.annotations.NullMarked
module dev.gantry.benchmarks {
  requires static org.jspecify;
  requires dev.gantry.core;
  requires dev.gantry.tuf;
  requires dev.gantry.verity;
  requires jdk.management;

  uses dev.gantry.verity.spi.BlockKernelProvider;
}
