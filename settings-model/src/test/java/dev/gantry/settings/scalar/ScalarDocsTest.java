// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScalarDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "settings", "scalars.md");

  @Test
  void thePageNamesAllFormatsAndAllTypesWithTwoProfiles() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> missing = new TreeSet<>();
    for (String name : Stream.concat(formats(), withTwoProfiles()).toList()) {
      if (!page.contains("`" + name + "`")) {
        missing.add(name);
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static Stream<String> formats() {
    Stream<String> unions =
        Scalars.all().stream()
            .flatMap(type -> type instanceof UnionType union ? Stream.of(union) : Stream.empty())
            .flatMap(union -> Stream.ofNullable(union.format()));
    Stream<String> scalars =
        PatternPropertyTest.scalars().stream().flatMap(type -> type.format().stream());
    return Stream.concat(unions, scalars);
  }

  private static Stream<String> withTwoProfiles() {
    List<? extends ScalarType<?>> scalars = PatternPropertyTest.scalars();
    return scalars.stream()
        .filter(type -> !type.pattern(Profile.COMPAT).equals(type.pattern(Profile.STRICT)))
        .map(SettingType::name);
  }
}
