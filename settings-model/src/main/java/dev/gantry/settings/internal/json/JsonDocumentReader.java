// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.json;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.BooleanNode;
import dev.gantry.settings.input.DocumentNode.BrokenNode;
import dev.gantry.settings.input.DocumentNode.Entry;
import dev.gantry.settings.input.DocumentNode.NullNode;
import dev.gantry.settings.input.DocumentNode.NumberNode;
import dev.gantry.settings.input.DocumentNode.StringNode;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.ViolationCodes;
import dev.gantry.settings.internal.document.Decoder;
import dev.gantry.settings.internal.document.LimitReached;
import dev.gantry.settings.internal.document.LineIndex;
import dev.gantry.settings.internal.document.Problems;
import dev.gantry.settings.internal.document.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON as RFC 8259 has it. A name that occurs twice in an object is told, and so is the first
 * error of syntax; nothing is read behind that.
 */
public final class JsonDocumentReader {
  private static final int MAX_DIGITS = 400;

  private final String text;
  private final LineIndex lines;
  private final Problems problems;
  private final InputLimits limits;
  private final JsonParser parser;
  private final List<String> path = new ArrayList<>();
  private int depth;
  private int nodes;
  private boolean complete = true;

  /** Where the last token ends that became a part of the tree. */
  private int read;

  private JsonDocumentReader(
      String text, LineIndex lines, Problems problems, InputLimits limits, JsonParser parser) {
    this.text = text;
    this.lines = lines;
    this.problems = problems;
    this.limits = limits;
    this.parser = parser;
  }

  /**
   * Reads a text.
   *
   * @param text the text, without a byte order mark
   * @param lines finds places in the text
   * @param problems takes what is wrong
   * @param limits how much the text may ask for
   * @return what can be read
   */
  public static Reading read(String text, LineIndex lines, Problems problems, InputLimits limits) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth() + 1)
                    .maxStringLength(limits.maxStringLength())
                    .maxNameLength(limits.maxStringLength())
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      JsonDocumentReader reader = new JsonDocumentReader(text, lines, problems, limits, parser);
      TableNode root = reader.document();
      return new Reading(root, reader.complete, reader.complete ? text.length() : reader.read);
    }
  }

  private TableNode document() {
    DocumentNode root = new BrokenNode(lines.span(0, 0));
    try {
      if (advance()) {
        root = value();
        if (complete && parser.nextToken() != null) {
          int at = tokenStart();
          report(ViolationCodes.UNEXPECTED_TEXT, at, at + 1, "there is text behind the value");
        }
      } else if (complete) {
        complete = false;
        report(ViolationCodes.MISSING_VALUE, text.length(), text.length(), "there is no value");
      }
    } catch (JacksonException e) {
      syntaxError(e);
    } catch (LimitReached stop) {
      complete = false;
    }
    if (root instanceof TableNode table) {
      return table;
    }
    if (root instanceof BrokenNode) {
      // The reader stopped in the middle, and what it had is gone.
      read = 0;
    } else {
      problems.add(
          Violation.of(
                  ViolationCodes.WRONG_TYPE,
                  SettingKey.root(),
                  "the document is " + root.kind() + ", expected a table")
              .at(root.span()));
      complete = false;
    }
    return new TableNode(lines.span(0, text.length()), List.of());
  }

  /** Steps to the next token; gives false, and tells why, if there is none that can be read. */
  private boolean advance() {
    try {
      return parser.nextToken() != null;
    } catch (JacksonException e) {
      syntaxError(e);
      return false;
    }
  }

  private void syntaxError(JacksonException e) {
    if (!complete) {
      return;
    }
    complete = false;
    TokenStreamLocation where = e.getLocation();
    long offset = where == null ? -1 : where.getCharOffset();
    int at = offset < 0 ? text.length() : (int) Math.min(offset, text.length());
    if (e instanceof StreamConstraintsException) {
      report(
          ViolationCodes.LIMIT_EXCEEDED,
          at,
          at,
          "a name, a string, a number or the nesting is over its limit; nothing was read from here"
              + " on");
    } else {
      // The library stops inside or behind a word that means nothing.
      while (at > 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at - 1))) {
        at--;
      }
      report(
          ViolationCodes.MALFORMED_JSON,
          at,
          at,
          at >= text.length()
              ? "the document ends too early"
              : "this is not JSON; nothing was read from here on");
    }
  }

  private int tokenStart() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private void report(String code, int from, int to, String message) {
    problems.add(code, path, from, Math.min(to, text.length()), message);
  }

  /** Reads the value whose first token is the current one. */
  private DocumentNode value() {
    int start = tokenStart();
    count(start);
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(start);
      case START_ARRAY -> array(start);
      case VALUE_STRING -> string(start);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(start);
      case VALUE_TRUE -> new BooleanNode(spanTo(start, start + 4), true);
      case VALUE_FALSE -> new BooleanNode(spanTo(start, start + 5), false);
      case VALUE_NULL -> new NullNode(spanTo(start, start + 4));
      default -> throw new IllegalStateException("a token that starts no value");
    };
  }

  /** Returns a piece that became a part of the tree. */
  private SourceSpan spanTo(int start, int end) {
    read = end;
    return lines.span(start, end);
  }

  private void count(int start) {
    nodes++;
    if (nodes > limits.maxNodes()) {
      report(
          ViolationCodes.LIMIT_EXCEEDED,
          start,
          start,
          "there are more than " + limits.maxNodes() + " values; the rest was not read");
      throw new LimitReached();
    }
    if (depth > limits.maxDepth()) {
      report(
          ViolationCodes.LIMIT_EXCEEDED,
          start,
          start,
          "the value lies deeper than " + limits.maxDepth() + " levels; the rest was not read");
      throw new LimitReached();
    }
  }

  private DocumentNode object(int start) {
    List<Entry> entries = new ArrayList<>();
    Map<String, SourceSpan> names = new HashMap<>();
    depth++;
    read = start + 1;
    while (advance() && parser.currentToken() != JsonToken.END_OBJECT) {
      int nameStart = tokenStart();
      String name = parser.currentName();
      SourceSpan nameSpan = spanTo(nameStart, stringEnd(nameStart));
      checkSurrogates(name, nameSpan);
      path.add(name);
      SourceSpan first = names.putIfAbsent(name, nameSpan);
      if (first != null) {
        problems.add(
            Violation.of(
                    ViolationCodes.DUPLICATE_KEY, SettingKey.of(path), "the key is defined already")
                .at(nameSpan)
                .withRelated(first, "defined here first"));
      }
      DocumentNode value = advance() ? value() : new BrokenNode(nameSpan);
      entries.add(new Entry(name, nameSpan, value, first != null));
      path.remove(path.size() - 1);
      if (!complete) {
        break;
      }
    }
    depth--;
    return new TableNode(whole(start), entries);
  }

  private DocumentNode array(int start) {
    List<DocumentNode> items = new ArrayList<>();
    depth++;
    read = start + 1;
    while (advance() && parser.currentToken() != JsonToken.END_ARRAY) {
      items.add(value());
      if (!complete) {
        break;
      }
    }
    depth--;
    return new ArrayNode(whole(start), items);
  }

  /** Returns the object or list whose last token is the current one, or its start if that broke. */
  private SourceSpan whole(int start) {
    return complete ? spanTo(start, tokenStart() + 1) : lines.span(start, start + 1);
  }

  /** Finds the end of a string that is known to be well written. */
  private int stringEnd(int start) {
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, text.length());
  }

  private DocumentNode string(int start) {
    String value;
    try {
      value = parser.getString();
    } catch (JacksonException e) {
      syntaxError(e);
      return new BrokenNode(lines.span(start, start + 1));
    }
    SourceSpan span = spanTo(start, stringEnd(start));
    return checkSurrogates(value, span) ? new StringNode(span, value) : new BrokenNode(span);
  }

  private boolean checkSurrogates(String value, SourceSpan span) {
    if (Decoder.loneSurrogates(value).isEmpty()) {
      return true;
    }
    problems.add(
        Violation.of(
                ViolationCodes.INVALID_ESCAPE,
                SettingKey.of(path),
                "an escape sequence does not name a Unicode scalar value")
            .at(span));
    return false;
  }

  private DocumentNode number(int start) {
    String written;
    try {
      written = parser.getString();
    } catch (JacksonException e) {
      syntaxError(e);
      return new BrokenNode(lines.span(start, start + 1));
    }
    SourceSpan span = spanTo(start, start + written.length());
    boolean integer = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    // An exponent may be one that no BigDecimal has, or one that makes later work long.
    double size = integer ? 0 : Double.parseDouble(written);
    if (Double.isInfinite(size)) {
      problems.add(
          Violation.of(
                  ViolationCodes.MALFORMED_NUMBER,
                  SettingKey.of(path),
                  "the number does not fit in 64 bits")
              .at(span));
      return new BrokenNode(span);
    }
    if (integer) {
      return new NumberNode(span, new BigDecimal(written), written);
    }
    // A number that is too small for a double is zero, as in every reader that holds doubles.
    BigDecimal value = size == 0 ? BigDecimal.valueOf(0, 1) : new BigDecimal(written);
    return new NumberNode(span, value.scale() == 0 ? value.setScale(1) : value, written);
  }
}
