// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingsJson;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks files of sections and lines of names and values, as systemd has them. Values that start
 * like JSON, with or without quotes around them, must be JSON.
 */
public final class IniCheck {
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z0-9_.-]+)\\s*=\\s*(.*)");
  private static final Pattern VARIABLE = Pattern.compile("(\"?)[A-Za-z_][A-Za-z0-9_]*=(.*)");

  private IniCheck() {}

  /**
   * Says what is wrong with a file.
   *
   * @param text the file
   * @return the line and what is wrong there, or empty if nothing is
   */
  public static Optional<String> problem(String text) {
    boolean continued = false;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String trimmed = line.strip();
      boolean skips = continued || trimmed.isEmpty() || "#;".indexOf(trimmed.charAt(0)) >= 0;
      continued = trimmed.endsWith("\\");
      String problem = skips ? "" : lineProblem(trimmed);
      if (!problem.isEmpty()) {
        return Optional.of("line " + number + ": " + problem);
      }
    }
    return Optional.empty();
  }

  private static String lineProblem(String line) {
    if (line.startsWith("[")) {
      return line.endsWith("]") && line.length() > 2 ? "" : "expected a section in brackets";
    }
    Matcher assignment = ASSIGNMENT.matcher(line);
    if (!assignment.matches()) {
      return "expected a section, or a name and a value with = between";
    }
    String value = assignment.group(2);
    if (assignment.group(1).equals("Environment")) {
      Matcher variable = VARIABLE.matcher(value);
      if (!variable.matches()) {
        return "expected the name of a variable behind Environment=";
      }
      value = variable.group(1) + variable.group(2);
    }
    return valueProblem(value);
  }

  private static String valueProblem(String value) {
    String inner = value;
    char quote = value.isEmpty() ? 0 : value.charAt(0);
    if (quote == '\'' || quote == '"') {
      if (value.length() < 2 || value.charAt(value.length() - 1) != quote) {
        return "expected a closing quote at the end";
      }
      inner = value.substring(1, value.length() - 1);
    }
    if (!inner.startsWith("{") && !inner.startsWith("[")) {
      return "";
    }
    try {
      SettingsJson.read("value", inner);
      return "";
    } catch (MalformedDataException e) {
      return "expected JSON in a value that starts like JSON";
    }
  }
}
