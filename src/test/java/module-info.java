// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Tests across modules: sees what the modules export and nothing else. */
@SuppressWarnings("requires-automatic")
open module dev.gantry.acceptance {
  requires dev.gantry.core;
  requires dev.gantry.partition;
  requires dev.gantry.settings;
  requires dev.gantry.testkit;
  requires dev.gantry.tuf;
  requires dev.gantry.update;
  requires dev.gantry.verity;
  requires com.tngtech.archunit;
  requires org.apache.commons.compress;
  requires org.junit.jupiter.api;
  requires org.junit.jupiter.params;
}
