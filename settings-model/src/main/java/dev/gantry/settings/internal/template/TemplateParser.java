// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.settings.internal.template.Expression.Call;
import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.internal.template.ExpressionReader.Head;
import dev.gantry.settings.template.MalformedTemplateException;
import dev.gantry.settings.template.TemplateLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the body of a template: the part of Handlebars that the engine of Bottlerocket takes
 * (version 4.5 of the Rust crate), without partials, decorators, raw blocks and literal lists. What
 * happens to white space around tags follows that engine, so that what is rendered is the same byte
 * for byte.
 */
public final class TemplateParser {
  private final String text;
  private final TemplateLimits limits;
  private final Positions positions;
  private final ExpressionReader reader;
  private final Deque<OpenBlock> open = new ArrayDeque<>();
  private List<Object> nodes = new ArrayList<>();
  private int at;
  private boolean trimNext;
  private boolean trimLine;

  private TemplateParser(String text, TemplateLimits limits, Positions positions) {
    this.text = text;
    this.limits = limits;
    this.positions = positions;
    this.reader = new ExpressionReader(text, positions, limits.nesting());
  }

  /**
   * Parses a body.
   *
   * @param name name of the template
   * @param body the body
   * @param firstLine the line of the document where it starts, from 1
   * @param limits what it may take
   * @return its nodes
   * @throws MalformedTemplateException if it is not a template
   * @throws LimitExceededException if it is too long or nested too deeply
   */
  public static List<Node> parse(String name, String body, int firstLine, TemplateLimits limits)
      throws MalformedTemplateException, LimitExceededException {
    LimitExceededException.check("characters of a template", limits.sourceChars(), body.length());
    Positions positions = new Positions(name, body, firstLine);
    return new TemplateParser(body, limits, positions).all();
  }

  private record OpenBlock(
      Call call, List<String> parameters, List<Object> outer, @Nullable List<Node> body) {}

  private static final class MutableText {
    private String text;

    private MutableText(String text) {
      this.text = text;
    }
  }

  private List<Node> all() throws MalformedTemplateException, LimitExceededException {
    while (at < text.length()) {
      int tag = readText();
      if (tag < text.length()) {
        at = tag;
        readTag();
      }
    }
    OpenBlock unclosed = open.peek();
    if (unclosed != null) {
      throw new MalformedTemplateException(
          unclosed.call().nameSpan(),
          "found the end of the template, expected the end of the block "
              + Text.quote(unclosed.call().helper()));
    }
    return finished(nodes);
  }

  private static List<Node> finished(List<Object> nodes) {
    List<Node> all = new ArrayList<>(nodes.size());
    for (Object node : nodes) {
      if (!(node instanceof MutableText mutable)) {
        all.add((Node) node);
      } else if (!mutable.text.isEmpty()) {
        all.add(new Node.Text(mutable.text));
      }
    }
    return all;
  }

  /** Reads text up to the next tag, and returns where that is. */
  private int readText() {
    StringBuilder found = new StringBuilder();
    int place = at;
    while (place < text.length() && !text.startsWith("{{", place)) {
      if (text.charAt(place) != '\\') {
        found.append(text.charAt(place++));
        continue;
      }
      int after = place;
      while (after < text.length() && text.charAt(after) == '\\') {
        after++;
      }
      boolean escapes = text.startsWith("{{", after);
      found.append(text, place, escapes ? after - 1 : after);
      if (escapes && after - place == 1) {
        int end = after + (text.startsWith("{{{{", after) ? 4 : 2);
        found.append(text, after, end);
        after = end;
      }
      place = after;
    }
    at = place;
    if (!found.isEmpty()) {
      addText(found.toString());
    }
    return place;
  }

  private void addText(String found) {
    String kept = found;
    if (trimNext) {
      kept = found.stripLeading();
    } else if (trimLine) {
      kept = withoutLineEnd(found);
    }
    if (!trimNext || !found.isBlank()) {
      trimLine = false;
    }
    nodes.add(new MutableText(kept));
  }

  private static String withoutLineEnd(String found) {
    int start = 0;
    while (start < found.length() && isLineSpace(found.charAt(start))) {
      start++;
    }
    if (found.startsWith("\r\n", start)) {
      return found.substring(start + 2);
    }
    return found.substring(found.startsWith("\n", start) ? start + 1 : start);
  }

  private void readTag() throws MalformedTemplateException, LimitExceededException {
    int start = at;
    if (text.startsWith("{{!", start)) {
      comment(start);
      return;
    }
    if (text.startsWith("{{{{", start)) {
      throw notTaken(start, "raw blocks");
    }
    boolean triple = text.startsWith("{{{", start);
    reader.moveTo(start + (triple ? 3 : 2));
    boolean trimsBefore = tilde();
    char sigil = triple ? '{' : reader.peek();
    switch (sigil) {
      case '#' -> openBlock(start, trimsBefore);
      case '/' -> closeBlock(start, trimsBefore);
      case '>' -> throw notTaken(start, "partials");
      case '*' -> throw notTaken(start, "decorators");
      case '{', '&' -> {
        reader.moveTo(reader.at() + (triple ? 0 : 1));
        output(start, trimsBefore, triple ? "}}}" : sigil == '{' ? "}" : "", true);
      }
      default -> {
        if (isInverse()) {
          inverse(start, trimsBefore);
        } else {
          output(start, trimsBefore, "", false);
        }
      }
    }
  }

  private boolean tilde() {
    reader.skipSpace();
    if (reader.peek() != '~') {
      return false;
    }
    reader.moveTo(reader.at() + 1);
    reader.skipSpace();
    return true;
  }

  private boolean isInverse() {
    int from = reader.at();
    int length = reader.peek() == '^' ? 1 : text.startsWith("else", from) ? 4 : 0;
    reader.moveTo(from + length);
    tilde();
    boolean found = length > 0 && text.startsWith("}}", reader.at());
    reader.moveTo(from);
    return found;
  }

  private MalformedTemplateException notTaken(int start, String what) {
    return new MalformedTemplateException(
        positions.span(start, start + 2), what + " are not part of this template language");
  }

  private void comment(int start) throws MalformedTemplateException {
    int end = text.startsWith("{{!--", start) ? text.indexOf("--}}", start + 5) : -1;
    end = end >= 0 ? end + 4 : text.indexOf("}}", start) + 2;
    if (end < start + 3) {
      throw new MalformedTemplateException(
          positions.span(start, start + 3),
          "found the end of the template, expected the end of the comment");
    }
    at = end;
    trimLine = standsAlone(start, end);
  }

  private void output(int start, boolean trimsBefore, String closing, boolean raw)
      throws MalformedTemplateException, LimitExceededException {
    Head head = reader.head(false);
    if (closing.equals("}")) {
      expect("}");
    }
    boolean trimsAfter = tilde();
    expect(closing.equals("}}}") ? "}}}" : "}}");
    at = reader.at();
    trimAround(trimsBefore, trimsAfter);
    Path name = head.name();
    if (name.text().equals("else")) {
      throw new MalformedTemplateException(
          name.span(), "found a condition behind else, expected only else; nest the blocks");
    }
    Expression expression = head.isNameOnly() ? name : reader.call(head);
    nodes.add(new Node.Output(expression, raw, positions.span(start, at)));
  }

  private void openBlock(int start, boolean trimsBefore)
      throws MalformedTemplateException, LimitExceededException {
    reader.moveTo(reader.at() + 1);
    reader.skipSpace();
    if (reader.peek() == '>' || reader.peek() == '*') {
      throw notTaken(start, reader.peek() == '>' ? "partials" : "decorators");
    }
    Head head = reader.head(true);
    boolean trimsAfter = tilde();
    expect("}}");
    at = reader.at();
    trimAround(trimsBefore, trimsAfter);
    trimLine = standsAlone(start, at);
    open.push(new OpenBlock(reader.call(head), head.parameters(), nodes, null));
    LimitExceededException.check("levels of blocks in a template", limits.nesting(), open.size());
    nodes = new ArrayList<>();
  }

  private void inverse(int start, boolean trimsBefore) throws MalformedTemplateException {
    reader.moveTo(reader.at() + (reader.peek() == '^' ? 1 : 4));
    boolean trimsAfter = tilde();
    expect("}}");
    OpenBlock block = open.peek();
    if (block == null || block.body() != null) {
      throw new MalformedTemplateException(
          positions.span(start, reader.at()),
          block == null ? "found else outside of a block" : "found a second else in a block");
    }
    at = reader.at();
    trimAround(trimsBefore, trimsAfter);
    trimLine = standsAlone(start, at);
    open.pop();
    open.push(new OpenBlock(block.call(), block.parameters(), block.outer(), finished(nodes)));
    nodes = new ArrayList<>();
  }

  private void closeBlock(int start, boolean trimsBefore)
      throws MalformedTemplateException, LimitExceededException {
    reader.moveTo(reader.at() + 1);
    Head head = reader.head(false);
    boolean trimsAfter = tilde();
    expect("}}");
    OpenBlock block = open.peek();
    String expected = block == null ? "no block to be open" : Text.quote(block.call().helper());
    if (block == null || !head.isNameOnly() || !block.call().helper().equals(head.name().text())) {
      throw new MalformedTemplateException(
          head.name().span(),
          "found the end of the block "
              + Text.quote(head.name().text())
              + ", expected "
              + expected);
    }
    at = reader.at();
    trimAround(trimsBefore, trimsAfter);
    trimLine = standsAlone(start, at);
    open.pop();
    List<Node> last = finished(nodes);
    nodes = block.outer();
    List<Node> first = block.body();
    nodes.add(
        first == null
            ? new Node.Block(block.call(), block.parameters(), last, null)
            : new Node.Block(block.call(), block.parameters(), first, last));
  }

  private void expect(String closing) throws MalformedTemplateException {
    reader.skipSpace();
    if (!text.startsWith(closing, reader.at())) {
      throw reader.unexpected(closing);
    }
    reader.moveTo(reader.at() + closing.length());
  }

  private void trimAround(boolean before, boolean after) {
    MutableText last = lastText();
    if (before && last != null) {
      last.text = last.text.stripTrailing();
    }
    trimNext = after;
  }

  private @Nullable MutableText lastText() {
    Object last = nodes.isEmpty() ? null : nodes.get(nodes.size() - 1);
    return last instanceof MutableText mutable ? mutable : null;
  }

  /** Trims the line before a tag that has its lines for itself, and tells whether it has. */
  private boolean standsAlone(int start, int end) {
    int after = end;
    while (after < text.length() && isLineSpace(text.charAt(after))) {
      after++;
    }
    if (after >= text.length() || !isLineEnd(text.charAt(after))) {
      return false;
    }
    int before = start;
    while (before > 0 && isLineSpace(text.charAt(before - 1))) {
      before--;
    }
    if (before > 0 && !isLineEnd(text.charAt(before - 1))) {
      return false;
    }
    MutableText last = lastText();
    if (last != null) {
      int length = last.text.length();
      while (length > 0 && isLineSpace(last.text.charAt(length - 1))) {
        length--;
      }
      last.text = last.text.substring(0, length);
    }
    return true;
  }

  private static boolean isLineSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
