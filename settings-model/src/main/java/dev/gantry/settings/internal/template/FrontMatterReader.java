// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.DocumentNode;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.BooleanNode;
import dev.gantry.settings.input.DocumentNode.Entry;
import dev.gantry.settings.input.DocumentNode.StringNode;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.template.ExtensionRequirement;
import dev.gantry.settings.template.MalformedTemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the front matter of templates in their second form. */
public final class FrontMatterReader {
  private static final Pattern DELIMITER = Pattern.compile("[ \\t]*\\+{3,}(\\r?\\n)");

  private final List<ExtensionRequirement> requirements = new ArrayList<>();
  private final Map<String, SourceSpan> places = new HashMap<>();

  private FrontMatterReader() {}

  /**
   * Reads front matter.
   *
   * @param name name of the template
   * @param text the template
   * @return what stands before the body, and where the body starts
   * @throws MalformedTemplateException if there is no line of three or more {@code +}, or what is
   *     before it is not the TOML of front matter
   * @throws LimitExceededException if it is too long
   */
  public static FrontMatter read(String name, String text)
      throws MalformedTemplateException, LimitExceededException {
    Matcher delimiter = delimiter(name, text);
    String toml = text.substring(0, delimiter.start());
    SettingsDocument document =
        SettingsDocument.parse(name, DocumentFormat.TOML, toml, InputLimits.defaults());
    for (Violation violation : document.violations()) {
      throw new MalformedTemplateException(
          violation.span().orElse(document.root().span()), violation.message());
    }
    FrontMatterReader reader = new FrontMatterReader();
    reader.all(document.root());
    int line = 2 + (int) toml.chars().filter(c -> c == '\n').count();
    return new FrontMatter(reader.requirements, reader.places, delimiter.end(), line);
  }

  /** Finds the first line of pluses that is not inside a string. */
  private static Matcher delimiter(String name, String text) throws MalformedTemplateException {
    Matcher delimiter = DELIMITER.matcher(text);
    boolean lineStart = true;
    for (int at = 0; at < text.length(); ) {
      if (lineStart && delimiter.region(at, text.length()).lookingAt()) {
        return delimiter;
      }
      char c = text.charAt(at);
      lineStart = c == '\n';
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '"' || c == '\'') {
        at = endOfString(text, at, c);
      } else {
        at++;
      }
    }
    throw new MalformedTemplateException(
        new Positions(name, text, 1).span(text.length(), text.length()),
        "found the end of the template, expected a line of three or more + between front matter"
            + " and body");
  }

  private static int endOfString(String text, int start, char quote) {
    String triple = String.valueOf(quote).repeat(3);
    boolean lines = text.startsWith(triple, start);
    String closing = lines ? triple : String.valueOf(quote);
    int at = start + closing.length();
    while (at < text.length() && !text.startsWith(closing, at)) {
      char c = text.charAt(at);
      if (c == '\n' && !lines) {
        return at;
      }
      at += c == '\\' && quote == '"' ? 2 : 1;
    }
    return Math.min(at + closing.length(), text.length());
  }

  private void all(TableNode root) throws MalformedTemplateException {
    for (Entry entry : root.entries()) {
      if (!entry.name().equals("required-extensions")) {
        throw unknown(entry, "required-extensions");
      }
      if (!(entry.value() instanceof TableNode extensions)) {
        throw wrong(entry.value(), "a table of extensions");
      }
      for (Entry extension : extensions.entries()) {
        requirement(extension);
      }
    }
  }

  private void requirement(Entry entry) throws MalformedTemplateException {
    places.put(FrontMatter.placeName(entry.name(), ""), entry.nameSpan());
    DocumentNode value = entry.value();
    if (value instanceof StringNode version) {
      requirements.add(new ExtensionRequirement(entry.name(), version.value(), List.of(), false));
      return;
    }
    if (!(value instanceof TableNode table)) {
      throw wrong(value, "a version, or a table with a version");
    }
    String version = null;
    List<String> helpers = List.of();
    boolean optional = false;
    for (Entry field : table.entries()) {
      switch (field.name()) {
        case "version" -> version = string(field.value());
        case "helpers" -> helpers = helpers(entry.name(), field.value());
        case "optional" -> {
          if (!(field.value() instanceof BooleanNode truth)) {
            throw wrong(field.value(), "a boolean");
          }
          optional = truth.value();
        }
        default -> throw unknown(field, "version, helpers or optional");
      }
    }
    if (version == null) {
      throw new MalformedTemplateException(
          entry.nameSpan(), "the extension " + Text.quote(entry.name()) + " has no version");
    }
    requirements.add(new ExtensionRequirement(entry.name(), version, helpers, optional));
  }

  private List<String> helpers(String extension, DocumentNode value)
      throws MalformedTemplateException {
    if (!(value instanceof ArrayNode array)) {
      throw wrong(value, "a list of helpers");
    }
    List<String> names = new ArrayList<>();
    for (DocumentNode item : array.items()) {
      String helper = string(item);
      names.add(helper);
      places.put(FrontMatter.placeName(extension, helper), item.span());
    }
    return names;
  }

  private static String string(DocumentNode node) throws MalformedTemplateException {
    if (node instanceof StringNode text) {
      return text.value();
    }
    throw wrong(node, "a string");
  }

  private static MalformedTemplateException wrong(DocumentNode node, String expected) {
    return new MalformedTemplateException(
        node.span(), "front matter: found " + node.kind() + ", expected " + expected);
  }

  private static MalformedTemplateException unknown(Entry entry, String expected) {
    return new MalformedTemplateException(
        entry.nameSpan(),
        "front matter: found " + Text.quote(entry.name()) + ", expected " + expected);
  }
}
