// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SourceSpan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in a document, with its place. What a document says is kept as it is written, in the
 * document's order; nothing is known here about settings.
 *
 * <p>Immutable and safe for use by many threads. Values may be secrets: {@code toString} says only
 * what kind of value it is and where.
 */
public sealed interface DocumentNode {
  /**
   * Returns where the value is: all of it for a value that is written in one piece, the first
   * header or key that names it for a table that is written in pieces.
   *
   * @return the place
   */
  SourceSpan span();

  /**
   * Returns what kind of value this is, for messages.
   *
   * @return a word with its article, for example {@code a list}
   */
  String kind();

  /**
   * A name in a table and its value.
   *
   * @param name the name
   * @param nameSpan where the name is, with its quotes
   * @param value the value
   * @param repeated whether an earlier entry of the table has the same name; a violation of the
   *     document says so
   */
  record Entry(String name, SourceSpan nameSpan, DocumentNode value, boolean repeated) {
    /** Creates an entry. */
    public Entry {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(nameSpan, "nameSpan");
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * A table of TOML or an object of JSON.
   *
   * @param span the place
   * @param entries the entries in the document's order
   */
  record TableNode(SourceSpan span, List<Entry> entries) implements DocumentNode {
    /** Creates a table. */
    public TableNode {
      Objects.requireNonNull(span, "span");
      entries = List.copyOf(entries);
    }

    /**
     * Finds an entry.
     *
     * @param name its name
     * @return the first entry with the name, or empty
     */
    public Optional<Entry> entry(String name) {
      return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    @Override
    public String kind() {
      return "a table";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  /**
   * A list.
   *
   * @param span the place
   * @param items the items
   */
  record ArrayNode(SourceSpan span, List<DocumentNode> items) implements DocumentNode {
    /** Creates a list. */
    public ArrayNode {
      Objects.requireNonNull(span, "span");
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  /**
   * A string.
   *
   * @param span the place, with the quotes
   * @param value the text, without quotes and escapes
   */
  record StringNode(SourceSpan span, String value) implements DocumentNode {
    /** Creates a string. */
    public StringNode {
      Objects.requireNonNull(span, "span");
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String kind() {
      return "a string";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  /**
   * A number.
   *
   * @param span the place
   * @param value the number, or null for infinity and what is not a number, which TOML has; the
   *     scale is 0 for integers only
   * @param text the number as it is written
   */
  record NumberNode(SourceSpan span, @Nullable BigDecimal value, String text)
      implements DocumentNode {
    /** Creates a number. */
    public NumberNode {
      Objects.requireNonNull(span, "span");
      Objects.requireNonNull(text, "text");
    }

    /**
     * Tells whether this is an integer.
     *
     * @return whether it was written without a fraction and an exponent
     */
    public boolean isInteger() {
      return value != null && value.scale() == 0;
    }

    @Override
    public String kind() {
      return isInteger() ? "an integer" : "a float";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  /**
   * A truth value.
   *
   * @param span the place
   * @param value the truth value
   */
  record BooleanNode(SourceSpan span, boolean value) implements DocumentNode {
    /** Creates a truth value. */
    public BooleanNode {
      Objects.requireNonNull(span, "span");
    }

    @Override
    public String kind() {
      return "a boolean";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  /**
   * A date, a time or both, which TOML has.
   *
   * @param span the place
   * @param sort which of them
   * @param text as it is written
   */
  record DateTimeNode(SourceSpan span, Sort sort, String text) implements DocumentNode {
    /** Sorts of dates and times. */
    public enum Sort {
      /** Date and time with an offset. */
      OFFSET_DATE_TIME,
      /** Date and time without an offset. */
      LOCAL_DATE_TIME,
      /** Date only. */
      LOCAL_DATE,
      /** Time only. */
      LOCAL_TIME
    }

    /** Creates a date or a time. */
    public DateTimeNode {
      Objects.requireNonNull(span, "span");
      Objects.requireNonNull(sort, "sort");
      Objects.requireNonNull(text, "text");
    }

    @Override
    public String kind() {
      return "a date or time";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  /**
   * The null of JSON.
   *
   * @param span the place
   */
  record NullNode(SourceSpan span) implements DocumentNode {
    /** Creates a null. */
    public NullNode {
      Objects.requireNonNull(span, "span");
    }

    @Override
    public String kind() {
      return "null";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  /**
   * A value that cannot be read; a violation of the document says why.
   *
   * @param span the place
   */
  record BrokenNode(SourceSpan span) implements DocumentNode {
    /** Creates a broken value. */
    public BrokenNode {
      Objects.requireNonNull(span, "span");
    }

    @Override
    public String kind() {
      return "a broken value";
    }

    @Override
    public String toString() {
      return DocumentNode.text(this);
    }
  }

  private static String text(DocumentNode node) {
    return node.kind() + " at " + node.span();
  }
}
