// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.bottlerocket.BottlerocketExtension;
import dev.gantry.settings.extension.SettingsExtensions;
import dev.gantry.settings.extension.VariantSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final Path COMMITTED = Path.of("..", "docs", "settings", "reference.md");

  private static final String HINT =
      " of docs/settings/reference.md is old; run this test with -Dgantry.docs.write=true";

  private static String reference() throws Exception {
    SettingsExtensions extensions = SettingsExtensions.of(List.of(new BottlerocketExtension()));
    List<VariantSettings> variants = new ArrayList<>();
    for (String name : extensions.variants().keySet()) {
      variants.add(extensions.variant(name));
    }
    return MarkdownReference.of(extensions.model(), variants);
  }

  @Test
  void theCommittedReferenceIsUpToDate() throws Exception {
    String made = reference();
    if (Boolean.getBoolean("gantry.docs.write")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, made);
    }
    List<String> old = Files.readAllLines(COMMITTED);
    List<String> now = made.lines().toList();
    for (int line = 0; line < Math.min(old.size(), now.size()); line++) {
      assertEquals(now.get(line), old.get(line), "line " + (line + 1) + HINT);
    }
    assertEquals(now.size(), old.size(), "lines" + HINT);
  }

  @Test
  void secretsAndDefaultsAreShown() throws Exception {
    String made = reference();
    assertTrue(made.contains("| `motd` | string | `\"Welcome to Bottlerocket!\"` |"));
    assertTrue(made.contains("`kubernetes.bootstrap-token`"));
    assertTrue(
        made.lines().anyMatch(line -> line.contains("server-key") && line.contains("Secret.")));
  }
}
