// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.internal.template.IniCheck;
import dev.gantry.settings.internal.template.YamlCheck;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a configuration file is written. */
public enum OutputFormat {
  /** TOML 1.0. */
  TOML,
  /** JSON, RFC 8259. */
  JSON,
  /** The part of YAML that configuration files use: maps, lists, scalars, comments. */
  YAML,
  /** Units of systemd, and files like them: sections and lines of names and values. */
  INI,
  /** Anything. */
  TEXT;

  private static final String SYSTEMD = "/etc/systemd/";

  /**
   * Guesses the format of a file by its name, as the files of Bottlerocket are named.
   *
   * @param name path or name of the file or of its template
   * @return the format; {@code TEXT} if nothing is known
   */
  public static OutputFormat ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String last = lower.substring(lower.lastIndexOf('/') + 1);
    if (last.endsWith("toml") || last.contains("-toml_")) {
      return TOML;
    }
    if (last.endsWith("json")) {
      return JSON;
    }
    if (last.endsWith("yaml")
        || last.endsWith("kubeconfig")
        || last.equals("kubelet-config")
        || lower.endsWith("/kubelet/config")) {
      return YAML;
    }
    boolean unit =
        lower.contains(SYSTEMD) || last.endsWith("-exec-start-conf") || last.endsWith("base-conf");
    return unit ? INI : TEXT;
  }

  /**
   * Says what is wrong with a text of this format.
   *
   * @param text the text
   * @return the line and what is wrong there, without what the text says, or empty if nothing is
   */
  public Optional<String> problem(String text) {
    return switch (this) {
      case TOML -> document(DocumentFormat.TOML, text);
      case JSON -> document(DocumentFormat.JSON, text);
      case YAML -> YamlCheck.problem(text);
      case INI -> IniCheck.problem(text);
      case TEXT -> Optional.empty();
    };
  }

  private static Optional<String> document(DocumentFormat format, String text) {
    try {
      SettingsDocument document =
          SettingsDocument.parse("output", format, text, InputLimits.defaults());
      List<Violation> violations = document.violations();
      return violations.stream()
          .findFirst()
          .map(
              first ->
                  first.span().map(span -> "line " + span.line() + ": ").orElse("")
                      + first.message());
    } catch (LimitExceededException e) {
      return Optional.of("it is too long");
    }
  }
}
