// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Test support for builders of image-based hosts. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.gantry.testkit {
  requires static transitive org.jspecify;
  requires jdk.jfr;
  requires transitive dev.gantry.core;
  requires transitive org.junit.jupiter.api;
  requires transitive net.jqwik.api;

  exports dev.gantry.testkit;
  exports dev.gantry.testkit.settings;
}
