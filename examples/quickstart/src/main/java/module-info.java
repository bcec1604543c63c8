// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The README's snippets, as a named module that uses only what Gantry exports. */
@org.jspecify.annotations.NullMarked
module dev.gantry.quickstart {
  requires static org.jspecify;
  requires dev.gantry.core;
  requires dev.gantry.partition;
  requires dev.gantry.settings;
  requires dev.gantry.tuf;
  requires dev.gantry.update;
  requires dev.gantry.verity;
}
