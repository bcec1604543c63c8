// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.Entry;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what must not be shown of a document: values of secrets, values that the model does not
 * know, and text that could not be read and may belong to either.
 */
final class SecretRanges {
  private static final String SETTINGS = "settings";

  private final SettingsDocument document;
  private final SettingsModel model;
  private final List<SourceSpan> ranges = new ArrayList<>();

  private SecretRanges(SettingsDocument document, SettingsModel model) {
    this.document = document;
    this.model = model;
  }

  /** Finds the ranges of a document. */
  static List<SourceSpan> of(SettingsDocument document, SettingsModel model) {
    SecretRanges found = new SecretRanges(document, model);
    for (Entry entry : document.root().entries()) {
      if (entry.name().equals(SETTINGS) && entry.value() instanceof TableNode settings) {
        settings.entries().forEach(found::namespace);
      } else {
        found.namespace(entry);
      }
    }
    found.unread();
    return found.ranges;
  }

  private void namespace(Entry entry) {
    Namespace namespace = model.namespaces().get(entry.name());
    if (namespace == null) {
      hide(entry.value());
    } else {
      walk(namespace.type(), entry.value());
    }
  }

  /** Hides a value; a table is hidden value by value, since it may be written in pieces. */
  private void hide(DocumentNode node) {
    if (node instanceof TableNode table) {
      table.entries().forEach(entry -> hide(entry.value()));
    } else if (node instanceof ArrayNode array
        && array.items().stream().anyMatch(TableNode.class::isInstance)) {
      array.items().forEach(this::hide);
    } else {
      ranges.add(node.span());
      if (node instanceof ArrayNode array) {
        // A list that breaks off has no end, and its span is its bracket.
        array.items().forEach(this::hide);
      }
    }
  }

  private void walk(SettingType type, DocumentNode node) {
    if (type instanceof UnionType union) {
      union.shapes().forEach(shape -> walk(shape, node));
    } else if (node instanceof TableNode table) {
      table.entries().forEach(entry -> entry(type, entry));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.items().size(); i++) {
        item(type, array.items().get(i), i);
      }
    }
  }

  private void item(SettingType type, DocumentNode node, int index) {
    if (type instanceof ListType list) {
      walk(list.item(), node);
    } else if (type instanceof TupleType tuple && index < tuple.items().size()) {
      walk(tuple.items().get(index), node);
    }
  }

  private void entry(SettingType type, Entry entry) {
    if (type instanceof MapType map) {
      walk(map.value(), entry.value());
    } else if (type instanceof ObjectType object) {
      Field field = object.field(entry.name()).orElse(null);
      if (field != null && !field.secret()) {
        walk(field.type(), entry.value());
      } else if (field == null && object.others() != null) {
        walk(object.others().value(), entry.value());
      } else {
        hide(entry.value());
      }
    } else {
      hide(entry.value());
    }
  }

  private void unread() {
    if (document.format() == DocumentFormat.JSON) {
      ranges.add(document.unread());
      return;
    }
    Set<Integer> lines = new HashSet<>();
    boolean lost =
        document.violations().stream()
            .anyMatch(violation -> violation.code().equals(ViolationCodes.UNTERMINATED_STRING));
    for (Violation violation : document.violations()) {
      SourceSpan span = violation.span().orElse(null);
      if (span == null) {
        continue;
      }
      if (document.lineText(span.line()).stripLeading().startsWith("[")) {
        header(violation, span);
      } else if (lines.add(span.line())) {
        line(violation, span.line(), lost);
      }
    }
  }

  /** Of a line that starts with a bracket, what stands before the first error was read. */
  private void header(Violation violation, SourceSpan span) {
    if (!isDuplicate(violation)) {
      hideLine(span.line(), span.column());
    }
  }

  /** Tells whether a violation is about text that could be read. */
  private static boolean isDuplicate(Violation violation) {
    return violation.code().equals(ViolationCodes.DUPLICATE_KEY)
        || violation.code().equals(ViolationCodes.DUPLICATE_TABLE);
  }

  private void line(Violation violation, int line, boolean lost) {
    String text = document.lineText(line);
    if (!mayHoldSecret(violation.key())) {
      // What could not be read may be the next statement, if a line end is missing.
      if (text.indexOf('=') != text.lastIndexOf('=') && !isDuplicate(violation)) {
        hideLine(line, violation.span().map(SourceSpan::column).orElse(1));
      }
      return;
    }
    int equals = text.indexOf('=');
    boolean shown =
        equals >= 0 && !isPadding(text, equals) && !(lost && isUnknown(violation.key()));
    hideLine(line, shown ? text.codePointCount(0, equals) + 2 : 1);
  }

  /** Tells whether an equals sign may be what data in base64 end with. */
  private static boolean isPadding(String text, int equals) {
    String behind = text.substring(equals + 1).strip();
    return behind.isEmpty() || behind.startsWith("=");
  }

  private void hideLine(int line, int column) {
    String text = document.lineText(line);
    int end = text.codePointCount(0, text.length()) + 1;
    if (end > column) {
      ranges.add(new SourceSpan(document.name(), line, column, line, end));
    }
  }

  private boolean isUnknown(SettingKey key) {
    return model.place(inSettings(key)).isEmpty();
  }

  private boolean mayHoldSecret(SettingKey key) {
    return model
        .place(inSettings(key))
        .map(place -> place.secret() || holdsSecret(place.type(), 0))
        .orElse(true);
  }

  private static SettingKey inSettings(SettingKey key) {
    boolean outer = !key.isRoot() && key.names().get(0).equals(SETTINGS);
    return outer ? SettingKey.of(key.names().subList(1, key.depth())) : key;
  }

  private static boolean holdsSecret(SettingType type, int depth) {
    if (depth > InputLimits.defaults().maxDepth()) {
      return true;
    }
    if (type instanceof ListType list) {
      return holdsSecret(list.item(), depth + 1);
    }
    if (type instanceof MapType map) {
      return holdsSecret(map.value(), depth + 1);
    }
    if (type instanceof TupleType tuple) {
      return tuple.items().stream().anyMatch(item -> holdsSecret(item, depth + 1));
    }
    if (type instanceof UnionType union) {
      return union.shapes().stream().anyMatch(shape -> holdsSecret(shape, depth + 1));
    }
    return type instanceof ObjectType object
        && (object.fields().values().stream()
                .anyMatch(field -> field.secret() || holdsSecret(field.type(), depth + 1))
            || (object.others() != null && holdsSecret(object.others(), depth + 1)));
  }
}
