// SPDX-License-Identifier: Apache-2.0 OR MIT

/** dm-verity hash trees. */
@org.jspecify.annotations.NullMarked
module dev.gantry.verity {
  requires static transitive org.jspecify;
  requires transitive dev.gantry.core;

  exports dev.gantry.verity;
}
