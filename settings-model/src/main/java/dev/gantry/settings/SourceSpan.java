// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.util.Objects;

/**
 * A piece of a document. Lines and columns count from 1; columns count Unicode code points, a tab
 * is one. The end is the place behind the last character.
 *
 * @param document name of the document, for example {@code user-data.toml}
 * @param line line where the piece starts
 * @param column column where the piece starts
 * @param endLine line where the piece ends
 * @param endColumn column behind the last character
 */
public record SourceSpan(String document, int line, int column, int endLine, int endColumn)
    implements Comparable<SourceSpan> {
  /** Creates a span. */
  public SourceSpan {
    Objects.requireNonNull(document, "document");
    if (line < 1 || column < 1 || endLine < line || (endLine == line && endColumn < column)) {
      throw new IllegalArgumentException(
          "not a span: " + line + ":" + column + " to " + endLine + ":" + endColumn);
    }
  }

  /**
   * Orders spans by document, then by place.
   *
   * @param other the other span
   * @return less than, equal to or more than 0
   */
  @Override
  public int compareTo(SourceSpan other) {
    int order = document.compareTo(other.document);
    order = order != 0 ? order : Integer.compare(line, other.line);
    order = order != 0 ? order : Integer.compare(column, other.column);
    order = order != 0 ? order : Integer.compare(endLine, other.endLine);
    return order != 0 ? order : Integer.compare(endColumn, other.endColumn);
  }

  /**
   * Returns where the piece starts.
   *
   * @return document, line and column with colons between
   */
  @Override
  public String toString() {
    return document + ":" + line + ":" + column;
  }
}
