// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.core.GantryException;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.template.TemplateFinding.Code;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks the templates of Bottlerocket's core kit, if the environment variable {@code
 * GANTRY_CORE_KIT} names a checkout of it (3.1.1, a10182f).
 */
class CoreKitTemplatesTest {
  private static final Pattern FRONT_MATTER = Pattern.compile("(?m)^\\+{3,}$");
  private static final int ROUNDS = 12;

  private static final Map<String, Template> TEMPLATES = new TreeMap<>();
  private static final List<String> UNREADABLE = new ArrayList<>();

  @BeforeAll
  static void readTemplates() throws IOException {
    String directory = System.getenv("GANTRY_CORE_KIT");
    assumeTrue(directory != null, "GANTRY_CORE_KIT names no checkout of bottlerocket-core-kit");
    Path packages = Path.of(directory, "packages");
    List<Path> files;
    try (Stream<Path> all = Files.walk(packages)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String text = text(file);
      if (FRONT_MATTER.matcher(text).find() && !file.toString().endsWith(".patch")) {
        String name = packages.relativize(file).toString();
        try {
          TEMPLATES.put(name, Template.parse(name, text));
        } catch (GantryException e) {
          UNREADABLE.add(e.getMessage());
        }
      }
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.size(file) > 1 << 20 ? "" : Files.readString(file);
    } catch (MalformedInputException e) {
      return "";
    }
  }

  @Test
  void allTemplatesParse() {
    System.out.println(TEMPLATES.size() + " templates of the core kit parse");
    assertEquals(List.of(), UNREADABLE);
    assertTrue(TEMPLATES.size() >= 100);
  }

  @Test
  void theOnlyErrorsAreTheKnownOnes() {
    TemplateLinter linter =
        TemplateLinter.create(BottlerocketModel.model(), HelperCatalog.standard());
    List<TemplateFinding> all = new ArrayList<>();
    TEMPLATES.values().forEach(template -> all.addAll(linter.check(template)));
    all.forEach(System.out::println);
    List<String> errors =
        all.stream()
            .filter(finding -> finding.code().isError())
            .map(finding -> finding.span().document() + " " + finding.code().text())
            .toList();
    assertEquals(List.of("ecs-agent/ecs-base-conf unknown-setting"), errors);
  }

  @Test
  void theOnlyBrokenOutputIsTheKnownOne() {
    // Three templates write a table twice if the settings name a registry twice, and the kubelet's
    // write a list that is not YAML if an item of allowed-unsafe-sysctls is empty.
    TemplateLinter linter =
        TemplateLinter.create(BottlerocketModel.model(), HelperCatalog.standard());
    List<TemplateFinding> all = new ArrayList<>();
    for (Map.Entry<String, Template> template : TEMPLATES.entrySet()) {
      OutputFormat format = OutputFormat.ofName(template.getKey());
      all.addAll(linter.checkOutput(template.getValue(), format, 1, ROUNDS));
    }
    all.forEach(System.out::println);
    Set<String> broken =
        all.stream()
            .filter(finding -> finding.code() == Code.BROKEN_OUTPUT)
            .map(finding -> finding.span().document().replaceAll("^kubernetes-[0-9.]+", "k8s"))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "ecs-agent/ecs-base-conf",
            "containerd/containerd-config-toml_k8s_containerd_sock",
            "containerd/containerd-config-toml_k8s_nvidia_containerd_sock",
            "os/host-ctr-toml",
            "k8s/kubelet-config"),
        broken);
  }
}
