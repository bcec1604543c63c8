// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The update engine. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic")
module dev.gantry.update {
  requires static transitive org.jspecify;
  requires transitive dev.gantry.core;
  requires transitive dev.gantry.partition;
  requires transitive dev.gantry.tuf;
  requires transitive dev.gantry.verity;
  requires org.apache.commons.compress;
  requires org.lz4.java;
  requires tools.jackson.core;

  exports dev.gantry.update;
  exports dev.gantry.update.boot;
  exports dev.gantry.update.codec;
  exports dev.gantry.update.image;
  exports dev.gantry.update.manifest;
  exports dev.gantry.update.plan;
  exports dev.gantry.update.publish;
}
