// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.RecordTypes;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a fragment of defaults may say, as a model, so that it is checked as settings are. */
final class FragmentModel {
  static final String SETTINGS = "settings";

  private FragmentModel() {}

  @SettingsNamespace(value = "generators", doc = "Commands that make values.")
  record Generators(
      @Setting(value = "The commands, by key.", others = true) Map<String, String> commands) {}

  @SettingsNamespace(value = "affected-services", doc = "Services that changes concern.")
  record AffectedServices(
      @Setting(value = "The services, by key.", others = true)
          Map<String, List<String>> services) {}

  record Service(
      @Setting("Names of its configuration files.") @Nullable List<String> configurationFiles,
      @Setting("Commands to run after a change.") @Nullable List<String> restartCommands) {}

  @SettingsNamespace(value = "services", doc = "Services.")
  record Services(
      @Setting(value = "The services, by name.", others = true) Map<String, Service> services) {}

  record ConfigurationFile(
      @Setting("Where it is written.") @Nullable String path,
      @Setting("Where its template is.") @Nullable String templatePath,
      @Setting("Its permissions in octal digits.") @Nullable String mode) {}

  @SettingsNamespace(value = "configuration-files", doc = "Configuration files.")
  record ConfigurationFiles(
      @Setting(value = "The files, by name.", others = true)
          Map<String, ConfigurationFile> files) {}

  /** Returns the model of fragments for settings of a model. */
  static SettingsModel of(SettingsModel model) {
    Map<String, Field> namespaces = new LinkedHashMap<>();
    model.namespaces().forEach((name, namespace) -> namespaces.put(name, field(namespace)));
    SettingType settings = new ObjectType(SETTINGS, null, namespaces, null);
    List<Namespace> tables = new ArrayList<>();
    tables.add(new Namespace(SETTINGS, settings, "Settings.", ""));
    tables.add(RecordTypes.namespace(Generators.class));
    tables.add(RecordTypes.namespace(AffectedServices.class));
    tables.add(RecordTypes.namespace(Services.class));
    tables.add(RecordTypes.namespace(ConfigurationFiles.class));
    return SettingsModel.of(tables, List.of());
  }

  private static Field field(Namespace namespace) {
    return new Field(
        namespace.name(),
        List.of(),
        namespace.type(),
        false,
        false,
        namespace.description(),
        namespace.since(),
        "");
  }
}
