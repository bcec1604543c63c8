// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Typed, layered, versioned settings of a container host. */
@org.jspecify.annotations.NullMarked
module dev.gantry.settings {
  requires static transitive org.jspecify;
  requires transitive dev.gantry.core;
  requires okhttp3;
  requires tools.jackson.core;

  exports dev.gantry.settings;
  exports dev.gantry.settings.api;
  exports dev.gantry.settings.apply;
  exports dev.gantry.settings.artefact;
  exports dev.gantry.settings.bottlerocket;
  exports dev.gantry.settings.change;
  exports dev.gantry.settings.extension;
  exports dev.gantry.settings.input;
  exports dev.gantry.settings.rules;
  exports dev.gantry.settings.scalar;
  exports dev.gantry.settings.datastore;
  exports dev.gantry.settings.migration;
  exports dev.gantry.settings.schema;
  exports dev.gantry.settings.server;
  exports dev.gantry.settings.store;
  exports dev.gantry.settings.template;

  uses dev.gantry.settings.extension.SettingsExtension;

  provides dev.gantry.settings.extension.SettingsExtension with
      dev.gantry.settings.bottlerocket.BottlerocketExtension;
}
