// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.template.Template;
import dev.gantry.settings.template.TemplateEngine;
import dev.gantry.settings.template.TemplateEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A small host: three services, four files. */
final class ApplyFixture {
  static final MapValue OS = ApplyPlanner.os("x86_64", "test", "1.0.0", "abc", "Test OS");
  static final TemplateEngine ENGINE =
      TemplateEngine.create(TemplateEnvironment.of(2, false, false, Set.of()));

  private static final SettingType TEXT = new StringType();

  static final SettingsModel MODEL =
      SettingsModel.of(
          List.of(
              namespace("motd", TEXT),
              namespace(
                  "network", object(field("hostname", TEXT, false), field("hosts", TEXT, false))),
              namespace("boot", object(field("init", TEXT, false))),
              namespace("kernel", object(field("lockdown", TEXT, false))),
              namespace(
                  "registry",
                  object(
                      field("token", TEXT, true),
                      field(
                          "users",
                          new ListType(
                              object(field("name", TEXT, false), field("password", TEXT, true)),
                              0,
                              false),
                          false)))),
          List.of());

  private static final Map<String, String> TEMPLATES =
      Map.of(
          "motd",
          """
          [required-extensions]
          motd = "v1"
          +++
          {{settings.motd}}
          """,
          "host",
          """
          [required-extensions]
          network = "v1"
          +++
          # name
          HOSTNAME={{settings.network.hostname}}
          # end
          """,
          "unit",
          """
          [required-extensions]
          network = "v1"
          +++
          {{#if settings.network.hosts}}
          [Service]
          Environment=HOSTS={{settings.network.hosts}}
          {{/if}}
          """,
          "creds",
          """
          [required-extensions]
          registry = "v1"
          std = { version = "v1", helpers = ["base64_decode"] }
          +++
          {{#if settings.registry.token}}
          token = "{{base64_decode settings.registry.token}}"
          {{/if}}
          {{#each settings.registry.users}}
          {{name}} = "{{password}}"
          {{else}}
          {{/each}}
          """);

  private ApplyFixture() {}

  private static Field field(String name, SettingType type, boolean secret) {
    return new Field(name, List.of(), type, false, secret, "A field.", "", "");
  }

  private static ObjectType object(Field... fields) {
    Map<String, Field> all = new LinkedHashMap<>();
    for (Field field : fields) {
      all.put(field.name(), field);
    }
    return new ObjectType("Object", null, all, null);
  }

  private static Namespace namespace(String name, SettingType type) {
    return new Namespace(name, type, "A namespace.", "");
  }

  static ServiceCatalog catalog() {
    return ServiceCatalog.of(
        List.of(
            new Service("motd", List.of("motd"), List.of(), Set.of()),
            new Service(
                "alpha",
                List.of("host", "unit"),
                List.of("/bin/restart alpha.service"),
                Set.of("zeta")),
            new Service("zeta", List.of("host"), List.of("/bin/one 'a b'", "/bin/two"), Set.of()),
            new Service("creds", List.of("creds"), List.of("/bin/creds"), Set.of())),
        List.of(
            ConfigurationFile.of("motd", "/etc/motd", "motd"),
            ConfigurationFile.of("host", "/etc/network/hostname.env", "host"),
            new ConfigurationFile(
                "unit",
                "/etc/systemd/system/alpha.service.d/hosts.conf",
                "unit",
                0644,
                Optional.empty(),
                true),
            new ConfigurationFile(
                "creds", "/etc/creds.toml", "creds", 0600, Optional.empty(), false)),
        Map.of(
            SettingKey.of("motd"), List.of("motd"),
            SettingKey.of("network"), List.of("alpha", "zeta"),
            SettingKey.of("network", "hosts"), List.of("alpha"),
            SettingKey.of("registry"), List.of("creds")));
  }

  static ApplyPlanner planner() {
    return ApplyPlanner.create(
        catalog(),
        ENGINE,
        path -> Template.parse(path, TEMPLATES.getOrDefault(path, "")),
        MODEL,
        RebootRule.bottlerocket());
  }

  static void assertMode(int mode, Path file) throws IOException {
    int found = 0;
    String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    for (int i = 0; i < rights.length(); i++) {
      found |= rights.charAt(i) == '-' ? 0 : 0400 >> i;
    }
    assertEquals(Integer.toOctalString(mode), Integer.toOctalString(found), file.toString());
  }

  static SettingsTree tree(String json) {
    try {
      return SettingsTree.of(SettingsJson.readMap("test", json.replace('\'', '"')));
    } catch (GantryException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
