// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.Entry;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.input.ViolationCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table that is being read. */
final class Table {
  private final SourceSpan span;
  private final Map<String, Slot> slots = new HashMap<>();
  private final List<Slot> order = new ArrayList<>();
  private Kind kind;

  Table(Kind kind, SourceSpan span) {
    this.kind = kind;
    this.span = span;
  }

  /** How a table came to be, which says what may add to it. */
  enum Kind {
    /** A header named a table inside it. */
    IMPLICIT,
    /** Its own header. */
    HEADER,
    /** Dots in a key. */
    DOTTED,
    /** Braces; only while it is read. */
    INLINE
  }

  /** What a name stands for. */
  private sealed interface Content {}

  private record Leaf(DocumentNode node) implements Content {}

  private record Inner(Table table) implements Content {}

  private record Elements(List<Table> tables) implements Content {}

  private record Slot(String name, SourceSpan nameSpan, Content content, boolean repeated) {}

  /** Sets a value; tells it if that is not possible. */
  void define(List<TomlKeys.Part> key, DocumentNode value, Cursor in) {
    Table table = this;
    int last = key.size() - 1;
    for (int i = 0; i < last; i++) {
      TomlKeys.Part part = key.get(i);
      Slot slot = table.slots.get(part.name());
      if (slot == null) {
        in.countNode(in.at);
        table = table.add(part, new Table(Kind.DOTTED, part.span()));
      } else if (slot.content instanceof Inner inner && inner.table.kind == Kind.DOTTED) {
        table = inner.table;
      } else {
        reportDuplicate(ViolationCodes.DUPLICATE_KEY, part, last - i, slot, in);
        return;
      }
    }
    TomlKeys.Part part = key.get(last);
    Slot slot = table.slots.get(part.name());
    if (slot != null) {
      reportDuplicate(ViolationCodes.DUPLICATE_KEY, part, 0, slot, in);
      if (!(slot.content instanceof Leaf leaf)
          || leaf.node instanceof TableNode != value instanceof TableNode) {
        return;
      }
    }
    table.add(new Slot(part.name(), part.span(), new Leaf(value), slot != null));
  }

  private Table add(TomlKeys.Part part, Table table) {
    add(new Slot(part.name(), part.span(), new Inner(table), false));
    return table;
  }

  private void add(Slot slot) {
    order.add(slot);
    slots.putIfAbsent(slot.name, slot);
  }

  private static void reportDuplicate(
      String code, TomlKeys.Part part, int below, Slot earlier, Cursor in) {
    List<String> names = in.path.subList(0, in.path.size() - below);
    String what = code.equals(ViolationCodes.DUPLICATE_TABLE) ? "the table" : "the key";
    in.problems.add(
        Violation.of(code, SettingKey.of(names), what + " is defined already")
            .at(part.span())
            .withRelated(earlier.nameSpan, "defined here first"));
  }

  /**
   * Finds or makes the table of a header.
   *
   * @param key the key in the header
   * @param list whether the header adds a table to a list of tables
   * @param header where the header is
   * @param in the cursor, whose path is the key
   * @return the table, or null if values below the header belong nowhere, which has been told
   */
  @Nullable Table header(List<TomlKeys.Part> key, boolean list, SourceSpan header, Cursor in) {
    Table table = this;
    int last = key.size() - 1;
    for (int i = 0; i < last; i++) {
      TomlKeys.Part part = key.get(i);
      Slot slot = table.slots.get(part.name());
      if (slot == null) {
        in.countNode(in.at);
        table = table.add(part, new Table(Kind.IMPLICIT, part.span()));
      } else if (slot.content instanceof Inner inner) {
        table = inner.table;
      } else if (slot.content instanceof Elements elements) {
        table = elements.tables.get(elements.tables.size() - 1);
      } else {
        reportDuplicate(ViolationCodes.DUPLICATE_KEY, part, last - i, slot, in);
        return null;
      }
    }
    in.countNode(in.at);
    return table.headed(key.get(last), list, header, in);
  }

  private @Nullable Table headed(TomlKeys.Part part, boolean list, SourceSpan header, Cursor in) {
    Slot slot = slots.get(part.name());
    Table fresh = new Table(Kind.HEADER, header);
    if (slot == null) {
      Content content = list ? new Elements(new ArrayList<>(List.of(fresh))) : new Inner(fresh);
      add(new Slot(part.name(), part.span(), content, false));
      return fresh;
    }
    if (list && slot.content instanceof Elements elements) {
      elements.tables.add(fresh);
      return fresh;
    }
    if (!list && slot.content instanceof Inner inner && inner.table.kind == Kind.IMPLICIT) {
      inner.table.kind = Kind.HEADER;
      return inner.table;
    }
    reportDuplicate(ViolationCodes.DUPLICATE_TABLE, part, 0, slot, in);
    boolean same = !list && slot.content instanceof Inner;
    if (same) {
      add(new Slot(part.name(), part.span(), new Inner(fresh), true));
    }
    return same ? fresh : null;
  }

  /** Returns the table as it is now. */
  TableNode close(SourceSpan whole) {
    List<Entry> entries = new ArrayList<>(order.size());
    for (Slot slot : order) {
      entries.add(new Entry(slot.name, slot.nameSpan, close(slot.content), slot.repeated));
    }
    return new TableNode(whole, entries);
  }

  private static DocumentNode close(Content content) {
    if (content instanceof Leaf leaf) {
      return leaf.node;
    }
    if (content instanceof Inner inner) {
      return inner.table.close(inner.table.span);
    }
    List<DocumentNode> items = new ArrayList<>();
    for (Table table : ((Elements) content).tables) {
      items.add(table.close(table.span));
    }
    return new ArrayNode(items.get(0).span(), items);
  }
}
