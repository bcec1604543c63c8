// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.benchmarks.settings;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.schema.Profile;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** User data with 300 keys of Bottlerocket: parsed, bound and checked, rules across fields too. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class UserDataBenchmark {
  private static final int CONTAINERS = 20;
  private static final int LABELS = 60;
  private static final int SYSCTLS = 60;
  private static final int MODULES = 40;
  private static final int HOSTS = 40;

  private final SettingsBinder binder =
      SettingsBinder.of(BottlerocketModel.model(), Profile.STRICT);
  private final String text = text();

  /** Creates the state. */
  public UserDataBenchmark() {}

  private static String text() {
    StringBuilder text = new StringBuilder("[settings.kubernetes.node-labels]\n");
    for (int i = 0; i < LABELS; i++) {
      text.append("\"example.com/label-")
          .append(i)
          .append("\" = \"value-")
          .append(i)
          .append("\"\n");
    }
    text.append("[settings.kernel.sysctl]\n");
    for (int i = 0; i < SYSCTLS; i++) {
      text.append("\"net.ipv4.conf.eth").append(i).append(".rp_filter\" = \"1\"\n");
    }
    for (int i = 0; i < MODULES; i++) {
      text.append("[settings.kernel.modules.module").append(i).append("]\n");
      text.append("allowed = true\nautoload = true\n");
    }
    for (int i = 0; i < CONTAINERS; i++) {
      text.append("[settings.host-containers.container-").append(i).append("]\n");
      text.append("enabled = true\nsource = \"example.com/image:v").append(i).append("\"\n");
      text.append("superpowered = false\n");
    }
    text.append("[settings.container-registry]\nmirrors = [\n");
    for (int i = 0; i < HOSTS; i++) {
      text.append("  { registry = \"r").append(i).append(".example.com\", endpoint = [\"https://m");
      text.append(i).append(".example.com\"] },\n");
    }
    return text.append("]\n").toString();
  }

  private BoundSettings bind() throws LimitExceededException {
    return binder.bindUserData(document());
  }

  private SettingsDocument document() throws LimitExceededException {
    return SettingsDocument.parse("u", DocumentFormat.TOML, text, InputLimits.defaults());
  }

  /**
   * Reads the document only.
   *
   * @return the document
   * @throws LimitExceededException never
   */
  @Benchmark
  public SettingsDocument parse() throws LimitExceededException {
    return document();
  }

  /**
   * Does all of it.
   *
   * @return the settings
   * @throws LimitExceededException never
   */
  @Benchmark
  public BoundSettings parseBindAndCheck() throws LimitExceededException {
    BoundSettings bound = bind();
    if (!bound.violations().isEmpty()) {
      throw new IllegalStateException(bound.violations().toString());
    }
    return bound;
  }
}
