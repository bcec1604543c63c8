// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what is found while a document is bound. */
final class Found {
  private final boolean patch;
  private final SettingsDocument document;
  private final int limit;
  private final List<Violation> violations = new ArrayList<>();
  private final NavigableSet<SettingKey> doubtful = new TreeSet<>();
  private final Set<SettingKey> unread = new HashSet<>();
  private final SortedMap<SettingKey, SourceSpan> spans = new TreeMap<>();
  private final SortedSet<SettingKey> unset = new TreeSet<>();

  /** Violations that were found and not kept, since there are enough. */
  private int dropped;

  Found(boolean patch, SettingsDocument document) {
    this.patch = patch;
    this.document = document;
    this.limit = document.limits().maxViolations();
  }

  /** Tells whether there are as many violations as are told. */
  boolean isFull() {
    return violations.size() >= limit;
  }

  boolean isPatch() {
    return patch;
  }

  /** Tells whether what a table does not have was left out on purpose. */
  boolean knowsAllOf(SettingKey table) {
    return document.isComplete() && !unread.contains(table);
  }

  void add(Violation violation) {
    if (isFull()) {
      dropped++;
    } else {
      violations.add(violation);
    }
    if (violation.code().equals(ViolationCodes.MALFORMED_KEY)) {
      // The key of the violation is that of the table around, and only one line of it is in doubt.
      unread.add(violation.key());
    } else if (violation.code().equals(ViolationCodes.MALFORMED_HEADER)
        || violation.code().equals(ViolationCodes.DUPLICATE_TABLE)) {
      return; // It is known which table is meant, and what is in it is looked at on its own.
    } else if (!violation.key().isRoot()) {
      doubtful.add(violation.key());
    }
  }

  /** Adds an unknown key; the key that may have been meant is in doubt then. */
  void addUnknown(SettingKey key, DocumentNode.Entry entry, Optional<SettingKey> meant) {
    if (meant.isEmpty() && isNoKey(entry.value())) {
      return;
    }
    add(
        Violation.of(ViolationCodes.UNKNOWN_KEY, key, "there is no such setting")
            .at(entry.nameSpan())
            .withSuggestion(meant.map(other -> shown(key, other)).orElse(null)));
    meant.ifPresent(doubtful::add);
  }

  /**
   * Tells whether what was read as a key has nothing behind it, or what base64 ends with. If the
   * model does not know it either, it is likely to be a line of a text that lost its quotes, maybe
   * of a secret, and is not to be named; that something is wrong with the line was told.
   */
  private boolean isNoKey(DocumentNode value) {
    SourceSpan span = value.span();
    boolean empty = span.line() == span.endLine() && span.column() == span.endColumn();
    return value instanceof DocumentNode.BrokenNode && (empty || isEqualsSign(span));
  }

  /** Tells whether what a violation of syntax has as its key may be none. */
  boolean isDoubtfulKey(Violation violation) {
    return switch (violation.code()) {
      case ViolationCodes.MISSING_EQUALS,
          ViolationCodes.MISSING_VALUE,
          ViolationCodes.DUPLICATE_KEY ->
          true;
      case ViolationCodes.MALFORMED_VALUE ->
          violation.span().filter(this::isEqualsSign).isPresent();
      default -> false;
    };
  }

  private boolean isEqualsSign(SourceSpan span) {
    return document.linePiece(span.line(), span.column(), span.column() + 1).equals("=");
  }

  /** A key beside the wrong one is named by its last name, others as user data have them. */
  private static String shown(SettingKey wrong, SettingKey meant) {
    return meant.parent().equals(wrong.parent())
        ? meant.names().get(meant.depth() - 1)
        : "settings." + meant;
  }

  void addDoubtful(SettingKey key) {
    doubtful.add(key);
  }

  void span(SettingKey key, SourceSpan span) {
    spans.put(key, span);
  }

  void unset(SettingKey key) {
    unset.add(key);
  }

  /** Returns how many violations there are, to tell later whether there are more. */
  int mark() {
    return violations.size() + dropped;
  }

  /** Takes away the violations since a mark. */
  List<Violation> takeSince(int mark) {
    int from = Math.min(mark, violations.size());
    List<Violation> tail = violations.subList(from, violations.size());
    List<Violation> taken = List.copyOf(tail);
    tail.clear();
    dropped = mark - from;
    return taken;
  }

  BoundSettings bound(SettingsTree tree) {
    return new BoundSettings(document, tree, spans, unset, violations, doubtful, unread);
  }
}
