// SPDX-License-Identifier: Apache-2.0 OR MIT

/** GPT, A/B slots and boot selection. */
@org.jspecify.annotations.NullMarked
module dev.gantry.partition {
  requires static transitive org.jspecify;
  requires transitive dev.gantry.core;

  exports dev.gantry.partition;
  exports dev.gantry.partition.disk;
  exports dev.gantry.partition.layout;
  exports dev.gantry.partition.slot;
}
