// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Values, block devices, errors, progress and cancellation shared by every Gantry module. */
@org.jspecify.annotations.NullMarked
module dev.gantry.core {
  requires static transitive org.jspecify;

  exports dev.gantry.core;
}
