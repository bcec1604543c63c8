// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension.vendor;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.apply.SettingGenerator;
import dev.gantry.settings.extension.DefaultsFragment;
import dev.gantry.settings.extension.SettingsExtension;
import dev.gantry.settings.extension.Variant;
import dev.gantry.settings.migration.Lenses;
import dev.gantry.settings.migration.Migration;
import dev.gantry.settings.scalar.Url;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import dev.gantry.settings.schema.SettingsRule;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature;
import dev.gantry.settings.template.TemplateHelper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a vendor might add; it is found by ServiceLoader. */
public final class VendorExtension implements SettingsExtension {
  /** Creates the extension. */
  public VendorExtension() {}

  /**
   * A namespace of its own.
   *
   * @param server a server
   * @param level a level
   */
  @SettingsNamespace(value = "acme-agent", doc = "The agent of Acme.")
  public record AgentSettings(
      @Setting("Where the agent reports to.") @Nullable Url server,
      @Setting(value = "How much it reports.", min = 0, max = 9) @Nullable Integer level) {}

  /**
   * Keys in a namespace of Bottlerocket.
   *
   * @param acmeBanner a key
   * @param hugepages more below a table that is there
   */
  @SettingsNamespace(value = "kernel", doc = "Unused.")
  public record MoreKernelSettings(
      @Setting("What the kernel shows at boot.") @Nullable String acmeBanner,
      @Setting("Huge pages.") MoreHugepages hugepages) {}

  /**
   * Keys in a table of Bottlerocket.
   *
   * @param acmePool a key
   */
  public record MoreHugepages(@Setting("Name of the pool.") @Nullable String acmePool) {}

  @Override
  public String name() {
    return "acme";
  }

  @Override
  public List<Class<? extends Record>> records() {
    return List.of(AgentSettings.class, MoreKernelSettings.class);
  }

  @Override
  public List<SettingsRule> rules() {
    return List.of(
        new SettingsRule() {
          private final SettingKey level = SettingKey.of("acme-agent", "level");
          private final SettingKey server = SettingKey.of("acme-agent", "server");

          @Override
          public String code() {
            return "acme-level-needs-server";
          }

          @Override
          public String description() {
            return "A level above 0 needs a server.";
          }

          @Override
          public Set<SettingKey> reads() {
            return Set.of(level, server);
          }

          @Override
          public void check(Context context) {
            if (context.get(level).isPresent()
                && !context.get(level).get().equals(SettingValue.of(0))
                && context.get(server).isEmpty()) {
              context.report(level, "there is no server to report to", List.of(server));
            }
          }
        });
  }

  @Override
  public List<Variant> variants() {
    return List.of(
        new Variant(
            "acme-edge",
            Set.of("motd", "acme-agent"),
            List.of(
                DefaultsFragment.of(
                    "acme-edge", LayerKind.VARIANT_DEFAULT, "[settings]\nmotd = \"Acme\"\n"))));
  }

  @Override
  public List<DefaultsFragment> defaults(String variant) {
    return List.of(
        DefaultsFragment.of(
            "acme-" + (variant.startsWith("aws-") ? "cloud" : "plain"),
            LayerKind.VARIANT_DEFAULT,
            """
            [settings.acme-agent]
            level = 0

            [generators]
            "acme-agent.server" = "acme find-server"

            [affected-services]
            "acme-agent" = ["acme-agent"]

            [services.acme-agent]
            configuration-files = ["acme-agent"]
            restart-commands = ["/bin/systemctl try-restart acme-agent"]

            [configuration-files.acme-agent]
            path = "/etc/acme.conf"
            template-path = "/usr/share/templates/acme-conf"
            """));
  }

  @Override
  public List<TemplateHelper> helpers() {
    return List.of(
        new TemplateHelper() {
          @Override
          public HelperSignature signature() {
            return new HelperSignature(
                "acme",
                "acme_shout",
                HelperSignature.Form.TEXT,
                List.of(),
                HelperSignature.Missing.GIVEN,
                "Shouts.");
          }

          @Override
          public Optional<SettingValue> call(HelperCall call) {
            return Optional.of(SettingValue.of("ACME"));
          }
        });
  }

  @Override
  public List<Migration> migrations() {
    try {
      return List.of(
          Migration.of(
              "migrate_v1.2.0_acme-level",
              Lenses.rename(SettingKey.of("acme-agent", "loudness"), "level")));
    } catch (MalformedDataException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<SettingGenerator> generators(String variant) {
    return List.of(
        new SettingGenerator() {
          @Override
          public SettingKey target() {
            return SettingKey.of("acme-agent", "level");
          }

          @Override
          public Set<SettingKey> inputs() {
            return Set.of();
          }

          @Override
          public Optional<SettingValue> generate(
              SettingsTree settings, CancellationToken cancellation) {
            return Optional.of(SettingValue.of(3));
          }
        });
  }
}
