// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.internal.document.Decoder;
import dev.gantry.settings.internal.document.LineIndex;
import dev.gantry.settings.internal.document.Problems;
import dev.gantry.settings.internal.document.Reading;
import dev.gantry.settings.internal.json.JsonDocumentReader;
import dev.gantry.settings.internal.toml.TomlDocumentReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * A document in TOML or JSON as it was read: its values with their places, and all that is wrong
 * with how it is written. What can be read is there, whatever is wrong with the rest. Of JSON that
 * is not well written, only the first error is told.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a href="https://toml.io/en/v1.0.0">TOML 1.0.0</a>
 */
public final class SettingsDocument {
  private final String name;
  private final DocumentFormat format;
  private final String text;
  private final LineIndex lines;
  private final TableNode root;
  private final boolean complete;
  private final int unread;
  private final InputLimits limits;
  private final List<Violation> violations;

  private SettingsDocument(
      String name, DocumentFormat format, String text, List<Integer> wrong, InputLimits limits) {
    this.name = Objects.requireNonNull(name, "name");
    this.format = Objects.requireNonNull(format, "format");
    this.text = text;
    this.lines = new LineIndex(name, text);
    Problems problems = new Problems(lines, limits.maxViolations());
    for (int place : wrong) {
      problems.addAndMute(
          Violation.of(
                  ViolationCodes.INVALID_UTF8,
                  SettingKey.root(),
                  "there are bytes that are not UTF-8")
              .at(lines.span(place, place + 1)));
    }
    Reading reading =
        switch (format) {
          case TOML -> TomlDocumentReader.read(text, lines, problems, limits);
          case JSON -> JsonDocumentReader.read(text, lines, problems, limits);
        };
    this.root = reading.root();
    this.complete = reading.complete();
    this.unread = reading.unread();
    this.limits = limits;
    this.violations = problems.all();
  }

  /**
   * Reads a text.
   *
   * @param name name of the document for messages
   * @param format how it is written
   * @param text the text, without a byte order mark
   * @param limits how much it may ask for
   * @return the document
   * @throws LimitExceededException if the text is longer than the limits allow bytes
   */
  public static SettingsDocument parse(
      String name, DocumentFormat format, String text, InputLimits limits)
      throws LimitExceededException {
    LimitExceededException.check("length of " + name, limits.maxBytes(), text.length());
    return new SettingsDocument(name, format, text, Decoder.loneSurrogates(text), limits);
  }

  /**
   * Reads bytes in UTF-8, with or without a byte order mark.
   *
   * @param name name of the document for messages
   * @param format how it is written
   * @param bytes the bytes; the buffer's position does not change
   * @param limits how much it may ask for
   * @return the document
   * @throws LimitExceededException if there are more bytes than the limits allow
   */
  public static SettingsDocument decode(
      String name, DocumentFormat format, ByteBuffer bytes, InputLimits limits)
      throws LimitExceededException {
    LimitExceededException.check("size of " + name, limits.maxBytes(), bytes.remaining());
    Decoder.Decoded decoded = Decoder.decode(bytes);
    return new SettingsDocument(name, format, decoded.text(), decoded.wrong(), limits);
  }

  /**
   * Returns the document's name.
   *
   * @return the name that is in all spans
   */
  public String name() {
    return name;
  }

  /**
   * Returns how the document is written.
   *
   * @return the language
   */
  public DocumentFormat format() {
    return format;
  }

  /**
   * Returns the text that was read.
   *
   * @return the text without a byte order mark; it may hold secrets
   */
  public String text() {
    return text;
  }

  /**
   * Returns all that can be read.
   *
   * @return the outermost table
   */
  public TableNode root() {
    return root;
  }

  /**
   * Tells whether it is known where each value of the document belongs. It is not if the header of
   * a table cannot be read, or the end of a document in JSON.
   *
   * @return whether what is not there was not written
   */
  public boolean isComplete() {
    return complete;
  }

  /**
   * Returns what is wrong with how the document is written.
   *
   * @return violations sorted by place, with keys from the document's root
   */
  public List<Violation> violations() {
    return violations;
  }

  /**
   * Returns a line.
   *
   * @param line the line, from 1
   * @return the line without its end, or an empty text if there is no such line; it may hold
   *     secrets
   */
  public String lineText(int line) {
    return lines.lineText(line);
  }

  /** Returns the number of code points of a line without its end. */
  int lineLength(int line) {
    return lines.length(line);
  }

  /** Returns a piece of a line. */
  String linePiece(int line, int fromColumn, int toColumn) {
    return lines.piece(line, fromColumn, toColumn);
  }

  /** Returns the text of which nothing is in the table, or an empty piece at the end. */
  SourceSpan unread() {
    return lines.span(unread, text.length());
  }

  /** Returns what the document was allowed to ask for. */
  InputLimits limits() {
    return limits;
  }

  /**
   * Returns the number of lines; behind the last line feed is one more.
   *
   * @return at least 1
   */
  public int lineCount() {
    return lines.lines();
  }

  /**
   * Names the document.
   *
   * @return the name and the language, not the text, since that may hold secrets
   */
  @Override
  public String toString() {
    return name + " (" + format + ")";
  }
}
