// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the part of YAML that configuration files use: block maps and lists, scalars on one line,
 * block scalars, lists and maps in brackets on one line, comments. Anything else is a problem.
 */
public final class YamlCheck {
  // Possessive, so that long texts neither take long nor need a deep stack.
  private static final String QUOTE = "(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^']++|'')*+')";
  private static final Pattern ENTRY =
      Pattern.compile(
          "("
              + QUOTE
              + "|[^\\s\"'\\[\\]{}#&*!|>%@`,-][^:#]*+|-[^\\s:#][^:#]*+)\\s*+:(?:\\s++(.*))?");
  private static final Pattern QUOTED = Pattern.compile(QUOTE + "\\s*+(?:#.*)?");

  private static final int MAX_LISTS_IN_A_LINE = 64;

  private record Level(int indent, boolean list, Set<String> names) {}

  private final Deque<Level> levels = new ArrayDeque<>();
  private boolean opens = true;
  private int blockScalar = -1;
  private boolean isScalar;

  private YamlCheck() {}

  /**
   * Says what is wrong with a document.
   *
   * @param text the document
   * @return the line and what is wrong there, or empty if nothing is
   */
  public static Optional<String> problem(String text) {
    YamlCheck check = new YamlCheck();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String problem = check.line(line);
      if (!problem.isEmpty()) {
        return Optional.of("line " + number + ": " + problem);
      }
    }
    return Optional.empty();
  }

  private String line(String line) {
    String content = line.stripTrailing();
    int indent = 0;
    while (indent < content.length() && content.charAt(indent) == ' ') {
      indent++;
    }
    if (blockScalar >= 0 && (content.isEmpty() || indent > blockScalar)) {
      return "";
    }
    blockScalar = -1;
    if (content.length() == indent || content.charAt(indent) == '#') {
      return "";
    }
    if (content.charAt(indent) == '\t') {
      return "expected spaces before the text";
    }
    String rest = content.substring(indent);
    if (indent == 0 && rest.equals("---")) {
      return levels.isEmpty() ? "" : "expected one document";
    }
    return item(rest, indent, 0);
  }

  private String item(String text, int indent, int depth) {
    if (depth > MAX_LISTS_IN_A_LINE) {
      return "more than " + MAX_LISTS_IN_A_LINE + " lists start in one line";
    }
    if (text.equals("-") || text.startsWith("- ")) {
      String problem = enter(indent, true);
      opens = text.equals("-");
      String inner = text.substring(1);
      String stripped = inner.stripLeading();
      if (!problem.isEmpty() || stripped.isEmpty()) {
        return problem;
      }
      boolean nested = stripped.startsWith("- ") || ENTRY.matcher(stripped).matches();
      if (!nested) {
        return value(stripped, indent);
      }
      opens = true;
      return item(stripped, indent + text.length() - stripped.length(), depth + 1);
    }
    Matcher entry = ENTRY.matcher(text);
    if (!entry.matches()) {
      boolean first = levels.isEmpty() && !isScalar && !text.contains(":");
      isScalar = true;
      return first
          ? value(text, indent)
          : "expected a name with a colon behind it, or an item of a list";
    }
    if (isScalar) {
      return "expected nothing behind the text";
    }
    String problem = enter(indent, false);
    if (!problem.isEmpty()) {
      return problem;
    }
    Level level = levels.getFirst();
    if (!level.names().add(entry.group(1).strip())) {
      return "the name is there twice";
    }
    String value = entry.group(2) == null ? "" : entry.group(2).strip();
    opens = value.isEmpty() || value.startsWith("#");
    return opens ? "" : value(value, indent);
  }

  private String enter(int indent, boolean list) {
    while (!levels.isEmpty()
        && (levels.getFirst().indent() > indent
            || (levels.getFirst().indent() == indent && levels.getFirst().list() && !list))) {
      levels.pop();
    }
    Level top = levels.peek();
    if (top != null && top.indent() == indent && top.list() == list) {
      return "";
    }
    boolean below = top == null || top.indent() < indent || (list && top.indent() == indent);
    if (!below || !opens) {
      return "the indentation fits nothing before it";
    }
    levels.push(new Level(indent, list, new HashSet<>()));
    return "";
  }

  private String value(String value, int indent) {
    char first = value.charAt(0);
    if (first == '|' || first == '>') {
      blockScalar = indent;
      return value.matches("[|>][0-9+-]*\\s*(#.*)?") ? "" : "expected a line end behind | or >";
    }
    if (first == '"' || first == '\'') {
      return QUOTED.matcher(value).matches() ? "" : "expected one quoted text";
    }
    if (first == '[' || first == '{') {
      return flow(value);
    }
    if ("&*!%@`,]}".indexOf(first) >= 0) {
      return "expected a text in quotes";
    }
    String plain = value.contains(" #") ? value.substring(0, value.indexOf(" #")) : value;
    return plain.contains(": ") || plain.endsWith(":")
        ? "expected no colon in a text without quotes"
        : "";
  }

  private static String flow(String value) {
    Deque<Character> open = new ArrayDeque<>();
    char quote = 0;
    boolean empty = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quote != 0) {
        i += c == '\\' && quote == '"' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '[' || c == '{') {
        open.push(c == '[' ? ']' : '}');
        empty = true;
      } else if (c == ']' || c == '}') {
        if (open.isEmpty() || open.pop() != c) {
          return "the brackets do not fit";
        }
        empty = false;
      } else if (open.isEmpty() && c != ' ') {
        return c == '#' ? "" : "expected nothing behind the closing bracket";
      } else if (c == ',' && empty) {
        return "expected an item before the comma";
      } else if (c != ' ') {
        quote = c == '"' || c == '\'' ? c : 0;
        empty = c == ',';
      }
    }
    return quote == 0 && open.isEmpty() ? "" : "expected a closing bracket on the same line";
  }
}
