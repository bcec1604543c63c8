// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.api.OsInfo;
import dev.gantry.settings.apply.ApplyExecutor;
import dev.gantry.settings.apply.ApplyPlanner;
import dev.gantry.settings.apply.RebootRule;
import dev.gantry.settings.apply.ServiceCatalog;
import dev.gantry.settings.apply.TemplateSource;
import dev.gantry.settings.extension.SettingsExtensions;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.RuleCheck;
import dev.gantry.settings.server.SettingsApi;
import dev.gantry.settings.store.KnownSettings;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import dev.gantry.settings.template.MalformedTemplateException;
import dev.gantry.settings.template.Template;
import dev.gantry.settings.template.TemplateEngine;
import dev.gantry.settings.template.TemplateEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Serves the settings of one variant. Files are written below a directory, and commands that
 * restart services are printed, not run: it shows how the parts fit, and harms nothing.
 *
 * <pre>HostAgent --dir DIR [--variant NAME] [--port N] [--templates DIR]</pre>
 *
 * <p>The socket is {@code DIR/api.sock}, the store {@code DIR/settings}, files are below {@code
 * DIR/root}.
 */
public final class HostAgent {
  private static final Version MODEL = Version.parse("1.26.1");

  private HostAgent() {}

  /**
   * Serves until the process is ended.
   *
   * @param args see the class
   * @throws IOException if it cannot start
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> options = options(args);
    Path dir = Path.of(options.getOrDefault("--dir", "gantry-agent"));
    try (AgentServer server =
        start(
            dir,
            options.getOrDefault("--variant", "metal-dev"),
            Path.of(options.getOrDefault("--templates", dir.resolve("templates").toString())),
            options.containsKey("--port")
                ? OptionalInt.of(Integer.parseInt(options.get("--port")))
                : OptionalInt.empty())) {
      System.out.println("serving " + dir.resolve("api.sock"));
      server.loopbackPort().ifPresent(port -> System.out.println("and 127.0.0.1:" + port));
      new CountDownLatch(1).await();
    }
  }

  private static Map<String, String> options(String[] args) {
    Set<String> known = Set.of("--dir", "--variant", "--port", "--templates");
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!known.contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + ": expected one of " + known + " and a value");
      }
      options.put(args[i], args[i + 1]);
    }
    return options;
  }

  static AgentServer start(Path dir, String variantName, Path templates, OptionalInt port)
      throws IOException {
    Files.createDirectories(dir.resolve("root"));
    VariantSettings variant = SettingsExtensions.load().variant(variantName);
    SettingsStore store =
        SettingsStore.open(
            dir.resolve("settings"),
            StoreOptions.builder(MODEL, InstantSource.system())
                .known(KnownSettings.of(variant.model()))
                .defaults(variant.defaults().layers())
                .check(new RuleCheck(variant.model()))
                .build());
    ServiceCatalog catalog = variant.catalog();
    ApplyPlanner planner =
        ApplyPlanner.create(
            catalog,
            TemplateEngine.create(
                TemplateEnvironment.of(
                    Runtime.getRuntime().availableProcessors(), false, false, Set.of())),
            from(templates),
            variant.model(),
            RebootRule.bottlerocket());
    CatalogBackend backend =
        new CatalogBackend(
            new OsInfo("Gantry example " + MODEL, variantName, MODEL.toString(), "example", arch()),
            variant,
            catalog,
            planner,
            ApplyExecutor.create(dir.resolve("root"), new PrintedRestarts()));
    return AgentServer.start(
        new SettingsApi(store, variant.model(), Profile.STRICT, backend),
        ExecTargets.none(),
        dir.resolve("api.sock"),
        port);
  }

  private static String arch() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
  }

  /** Reads templates from a directory by the last names of their paths. */
  private static TemplateSource from(Path directory) {
    return path -> {
      Path file = directory.resolve(String.valueOf(Path.of(path).getFileName()));
      try {
        String text = Files.readString(file);
        return text.lines().anyMatch(line -> line.matches("\\+{3,}\\s*"))
            ? Template.parse(path, text)
            : Template.ofBody(path, text);
      } catch (GantryException e) {
        throw e;
      } catch (IOException e) {
        throw new MalformedTemplateException(
            new SourceSpan(path, 1, 1, 1, 1), "there is no file " + file);
      }
    };
  }
}
