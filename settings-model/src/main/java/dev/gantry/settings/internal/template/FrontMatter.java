// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.template.ExtensionRequirement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands before the body of a template.
 *
 * @param requirements what the template needs, sorted by name
 * @param places where extensions and helpers are named
 * @param bodyStart where the body starts in the text
 * @param bodyLine the line where the body starts, from 1
 */
public record FrontMatter(
    List<ExtensionRequirement> requirements,
    Map<String, SourceSpan> places,
    int bodyStart,
    int bodyLine) {
  /** Creates front matter. */
  public FrontMatter {
    requirements =
        requirements.stream().sorted(Comparator.comparing(ExtensionRequirement::name)).toList();
    places = Map.copyOf(places);
  }

  /**
   * Returns the front matter of a template that has none in its text.
   *
   * @param requirements what it needs; of two with one name the later counts
   * @return the front matter
   */
  public static FrontMatter none(List<ExtensionRequirement> requirements) {
    Map<String, ExtensionRequirement> last = new TreeMap<>();
    requirements.forEach(each -> last.put(each.name(), each));
    return new FrontMatter(List.copyOf(last.values()), Map.of(), 0, 1);
  }

  /**
   * Returns the name that a place has in {@link #places}.
   *
   * @param extension an extension
   * @param helper one of its helpers, or an empty text for the extension
   * @return the name
   */
  public static String placeName(String extension, String helper) {
    return extension + "\n" + helper;
  }
}
