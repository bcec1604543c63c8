// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Client and repository authoring for The Update Framework. */
@org.jspecify.annotations.NullMarked
module dev.gantry.tuf {
  requires static transitive org.jspecify;
  requires transitive dev.gantry.core;
  requires okhttp3;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports dev.gantry.tuf;
  exports dev.gantry.tuf.author;
  exports dev.gantry.tuf.fetch;
  exports dev.gantry.tuf.map;
}
