// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the data files beside the tests; their README says what is in them. */
final class Vectors {
  private Vectors() {}

  /** Returns the fields of each line that is no comment. */
  static List<List<String>> read(String name) {
    List<List<String>> rows = new ArrayList<>();
    try (InputStream in = Vectors.class.getResourceAsStream(name);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          rows.add(Chars.split(line, '\t'));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  static SettingValue json(String text) {
    try {
      return SettingsJson.read("vector", text).orElseThrow();
    } catch (MalformedDataException e) {
      throw new UncheckedIOException(e);
    }
  }
}
