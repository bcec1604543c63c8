// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.settings.internal.template.Expression.Call;
import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.internal.template.ExpressionReader.BlockHead;
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
  /** Stands where a comment was, since text before it is not next to what follows it. */
  private static final Object COMMENT = new Object();

  private final String text;
  private final TemplateLimits limits;
  private final Positions positions;
  private final Cursor cursor;
  private final ExpressionReader reader;
  private final Deque<OpenBlock> open = new ArrayDeque<>();
  private List<Object> nodes = new ArrayList<>();
  private int at;
  private boolean trimNext;
  private boolean trimLine;

  /** Whether no long comment ends behind the place that was looked at last. */
  private boolean noLongComments;

  private TemplateParser(String text, TemplateLimits limits, Positions positions) {
    this.text = text;
    this.limits = limits;
    this.positions = positions;
    this.cursor = new Cursor(text, positions);
    this.reader = new ExpressionReader(cursor, limits.nesting());
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
      if (node instanceof Node finished) {
        all.add(finished);
      } else if (node instanceof MutableText mutable && !mutable.text.isEmpty()) {
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
    if (trimNext && found.chars().allMatch(c -> Cursor.isSpace((char) c))) {
      return;
    }
    String kept = found;
    if (trimNext) {
      kept = EngineSpace.stripLeading(found);
    } else if (trimLine) {
      kept = withoutLineEnd(found);
    }
    trimLine = false;
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
    cursor.moveTo(start + (triple ? 3 : 2));
    boolean trimsBefore = tilde();
    if (triple) {
      rawOutput(start, trimsBefore, true);
      return;
    }
    switch (cursor.peek()) {
      case '#' -> openBlock(start, trimsBefore);
      case '/' -> closeBlock(start, trimsBefore);
      case '>' -> throw notTaken(start, "partials");
      case '*' -> throw notTaken(start, "decorators");
      case '{' -> {
        cursor.next();
        rawOutput(start, trimsBefore, false);
      }
      case '&' -> {
        cursor.next();
        output(start, trimsBefore, reader.path(), true);
      }
      default -> {
        if (isInverse()) {
          inverse(start, trimsBefore);
        } else {
          output(start, trimsBefore, reader.output(), false);
        }
      }
    }
  }

  private boolean tilde() {
    cursor.skipSpace();
    boolean found = cursor.take("~");
    cursor.skipSpace();
    return found;
  }

  private boolean isInverse() {
    int from = cursor.at();
    boolean found = cursor.take("^") || cursor.take("else");
    tilde();
    found &= cursor.sees("}}");
    cursor.moveTo(from);
    return found;
  }

  private MalformedTemplateException notTaken(int start, String what) {
    return new MalformedTemplateException(
        positions.span(start, start + 2), what + " are not part of this template language");
  }

  private void comment(int start) throws MalformedTemplateException {
    int end = -1;
    cursor.moveTo(start + 3);
    cursor.skipSpace();
    if (!noLongComments && cursor.take("--")) {
      end = text.indexOf("--}}", cursor.at());
      noLongComments = end < 0;
    }
    end = end >= 0 ? end + 4 : text.indexOf("}}", start) + 2;
    if (end < start + 3) {
      throw new MalformedTemplateException(
          positions.span(start, start + 3),
          "found the end of the template, expected the end of the comment");
    }
    at = end;
    trimLine = standsAlone(start, end);
    nodes.add(COMMENT);
  }

  /** Reads a tag with three braces, or with a brace inside its braces. */
  private void rawOutput(int start, boolean trimsBefore, boolean triple)
      throws MalformedTemplateException, LimitExceededException {
    Expression expression = reader.output();
    cursor.skipSpace();
    int end = cursor.at();
    boolean trimsAfter = tilde();
    if (!triple || !cursor.take("}}}")) {
      cursor.moveTo(end);
      expect(triple && trimsBefore ? "}}}" : "}");
      trimsAfter = tilde();
      expect("}}");
    }
    written(start, trimsBefore, trimsAfter, expression, true);
  }

  private void output(int start, boolean trimsBefore, Expression expression, boolean raw)
      throws MalformedTemplateException {
    boolean trimsAfter = tilde();
    expect("}}");
    written(start, trimsBefore, trimsAfter, expression, raw);
  }

  private void written(
      int start, boolean trimsBefore, boolean trimsAfter, Expression expression, boolean raw)
      throws MalformedTemplateException {
    if (expression instanceof Call call && call.helper().equals("else")) {
      throw new MalformedTemplateException(
          call.nameSpan(), "found a condition behind else, expected only else; nest the blocks");
    }
    at = cursor.at();
    trimAround(trimsBefore, trimsAfter);
    nodes.add(new Node.Output(expression, raw, positions.span(start, at)));
  }

  private void openBlock(int start, boolean trimsBefore)
      throws MalformedTemplateException, LimitExceededException {
    cursor.next();
    cursor.skipSpace();
    if (cursor.peek() == '>' || cursor.peek() == '*') {
      throw notTaken(start, cursor.peek() == '>' ? "partials" : "decorators");
    }
    BlockHead head = reader.block();
    boolean trimsAfter = tilde();
    expect("}}");
    at = cursor.at();
    trimAround(trimsBefore, trimsAfter);
    trimLine = standsAlone(start, at);
    open.push(new OpenBlock(head.call(), head.parameters(), nodes, null));
    LimitExceededException.check("levels of blocks in a template", limits.nesting(), open.size());
    nodes = new ArrayList<>();
  }

  private void inverse(int start, boolean trimsBefore) throws MalformedTemplateException {
    if (!cursor.take("^")) {
      cursor.take("else");
    }
    boolean trimsAfter = tilde();
    expect("}}");
    OpenBlock block = open.peek();
    if (block == null || block.body() != null) {
      throw new MalformedTemplateException(
          positions.span(start, cursor.at()),
          block == null ? "found else outside of a block" : "found a second else in a block");
    }
    at = cursor.at();
    trimAround(trimsBefore, trimsAfter);
    trimLine = standsAlone(start, at);
    open.pop();
    open.push(new OpenBlock(block.call(), block.parameters(), block.outer(), finished(nodes)));
    nodes = new ArrayList<>();
  }

  private void closeBlock(int start, boolean trimsBefore) throws MalformedTemplateException {
    cursor.next();
    Path name = reader.name();
    boolean trimsAfter = tilde();
    expect("}}");
    OpenBlock block = open.peek();
    String expected = block == null ? "no block to be open" : Text.quote(block.call().helper());
    if (block == null || !block.call().helper().equals(name.text())) {
      throw new MalformedTemplateException(
          name.span(),
          "found the end of the block " + Text.quote(name.text()) + ", expected " + expected);
    }
    at = cursor.at();
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
    cursor.skipSpace();
    if (!cursor.take(closing)) {
      throw cursor.unexpected(closing);
    }
  }

  private void trimAround(boolean before, boolean after) {
    MutableText last = lastText();
    if (before && last != null) {
      last.text = EngineSpace.stripTrailing(last.text);
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
