// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.MalformedDataException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the settings that a template needs, and the helpers that it imports with it.
 *
 * @param name name of the extension, which is also that of its namespace in the settings
 * @param version its version; it is kept but means nothing today, as with Bottlerocket
 * @param helpers the helpers to import
 * @param optional whether the template also works without it
 */
public record ExtensionRequirement(
    String name, String version, List<String> helpers, boolean optional) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "\\s*([a-zA-Z0-9_-]+)@([a-zA-Z0-9_.-]+)\\s*"
              + "(?:\\(\\s*(?:helpers\\s*=\\s*\\[\\s*"
              + "((?:[a-zA-Z0-9_-]+(?:\\s*,\\s*[a-zA-Z0-9_-]+)*+(?:\\s*,)?)?)"
              + "\\s*\\]\\s*)?\\))?\\s*");
  private static final int MAX_CHARS = 4096;

  /** Creates a requirement. */
  public ExtensionRequirement {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    helpers = List.copyOf(helpers);
  }

  /**
   * Reads the form that commands take, for example {@code std@v1(helpers=[default, join_map])}.
   *
   * @param text the written form
   * @return the requirement, not optional
   * @throws MalformedDataException if the text is not of that form, with the code {@code
   *     TEMPLATE_REQUIREMENT}
   */
  public static ExtensionRequirement parse(String text) throws MalformedDataException {
    Matcher matcher = WRITTEN.matcher(text);
    if (text.length() > MAX_CHARS || !matcher.matches()) {
      throw new MalformedDataException(
          "TEMPLATE_REQUIREMENT",
          "template requirement",
          MalformedDataException.UNKNOWN_OFFSET,
          "requires",
          text,
          "extension@version, or extension@version(helpers=[name, name])");
    }
    String helpers = matcher.group(3);
    List<String> names =
        helpers == null || helpers.isBlank()
            ? List.of()
            : List.of(helpers.strip().split("\\s*,\\s*"));
    return new ExtensionRequirement(matcher.group(1), matcher.group(2), names, false);
  }
}
