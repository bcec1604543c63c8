// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.store.CommitCheck.Candidate;
import dev.gantry.settings.store.CommitOutcome.Committed;
import dev.gantry.settings.store.CommitOutcome.NothingToCommit;
import dev.gantry.settings.store.RevisionInfo.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Settings at rest: the layers that are not defaults, transactions that wait for their commit, and
 * the last revisions.
 *
 * <p>All is in one small file. Each change writes a new one beside it, forces it, and moves it over
 * the old one, so that a crash leaves the old or the new revision. Writers, in this process and in
 * others, wait for one another; readers wait for nobody. The file holds secrets in the clear and is
 * for its owner only.
 *
 * <p>Safe for use by many threads, and by many processes.
 */
public final class SettingsStore {
  private final StateAccess access;
  private final StoreOptions options;
  private final Edits edits;

  private SettingsStore(StoreFiles files, StoreOptions options) {
    this.access = new StateAccess(files, options);
    this.options = options;
    this.edits = new Edits(options.known(), options.modelVersion());
  }

  /**
   * Opens a store, or makes it if there is none.
   *
   * @param directory where it lives; made if it is not there
   * @param options how to open it
   * @return the store
   * @throws dev.gantry.core.MalformedDataException {@code SETTINGS_STORE} if its file is damaged
   * @throws dev.gantry.core.UnsupportedFormatException if a later release wrote it
   * @throws IOException if it cannot be read or made
   */
  public static SettingsStore open(Path directory, StoreOptions options) throws IOException {
    return open(StoreFiles.directory(directory), options);
  }

  /**
   * Opens a store, or makes it if there is none.
   *
   * @param files where it lives
   * @param options how to open it
   * @return the store
   * @throws dev.gantry.core.MalformedDataException {@code SETTINGS_STORE} if its file is damaged
   * @throws dev.gantry.core.UnsupportedFormatException if a later release wrote it
   * @throws IOException if it cannot be read or made
   */
  public static SettingsStore open(StoreFiles files, StoreOptions options) throws IOException {
    SettingsStore store = new SettingsStore(files, options);
    store.access.createIfAbsent();
    store.access.load();
    return store;
  }

  /**
   * Opens a store that has to be there. Nothing is written, so that a wrong name does not make an
   * empty store, and a directory that may only be read will do.
   *
   * @param directory where it lives
   * @param options how to open it
   * @return the store
   * @throws java.nio.file.NoSuchFileException if there is no store
   * @throws dev.gantry.core.MalformedDataException {@code SETTINGS_STORE} if its file is damaged
   * @throws dev.gantry.core.UnsupportedFormatException if a later release wrote it
   * @throws IOException if it cannot be read
   */
  public static SettingsStore openExisting(Path directory, StoreOptions options)
      throws IOException {
    if (!Files.isDirectory(directory) || Files.notExists(directory.resolve(StateFile.NAME))) {
      throw new NoSuchFileException(
          directory.toString(),
          null,
          "there is no store of settings, expected a directory with " + StateFile.NAME);
    }
    return open(StoreFiles.directory(directory), options);
  }

  /**
   * Returns how the store was opened.
   *
   * @return the options
   */
  public StoreOptions options() {
    return options;
  }

  /**
   * Reads the current revision; writers are not waited for.
   *
   * @return what the model sees of it
   * @throws IOException if the store cannot be read
   */
  public StoredSettings read() throws IOException {
    return access.load().view();
  }

  /**
   * Reads a revision.
   *
   * @param revision the current one or one of the {@linkplain StoreOptions#historySize() last}
   * @return what the model sees of it, with the transactions and notes of today
   * @throws StateConflictException {@code REVISION_NOT_KEPT} if there is no such revision any more,
   *     or not yet
   * @throws IOException if the store cannot be read
   */
  public StoredSettings read(long revision) throws IOException {
    return view(Revisions.at(access.load().state(), revision));
  }

  /**
   * Reads the current revision with the defaults below it.
   *
   * @return all layers
   * @throws IOException if the store cannot be read
   */
  public LayeredSettings layered() throws IOException {
    return access.load().layered();
  }

  private LayeredSettings layered(StoreContents contents) {
    return view(contents).over(options.defaults());
  }

  private StoredSettings view(StoreContents contents) {
    return StoredSettings.of(contents, options.known());
  }

  /**
   * Lists the revisions that the store remembers.
   *
   * @return revisions, the newest first; the revision before the last of them can be read too
   * @throws IOException if the store cannot be read
   */
  public List<RevisionInfo> history() throws IOException {
    return access.load().state().history().stream().map(HistoryEntry::info).toList();
  }

  /**
   * Compares two revisions as the model sees them.
   *
   * @param from a revision
   * @param to another revision
   * @return what is not alike, by layer and key
   * @throws StateConflictException {@code REVISION_NOT_KEPT} if one of them is not there
   * @throws IOException if the store cannot be read
   */
  public List<SettingDifference> diff(long from, long to) throws IOException {
    StoreState state = access.load().state();
    return Revisions.diff(view(Revisions.at(state, from)), view(Revisions.at(state, to)));
  }

  /**
   * Lists the transactions that wait for their commit.
   *
   * @return their names
   * @throws IOException if the store cannot be read
   */
  public SortedSet<String> transactions() throws IOException {
    return Collections.unmodifiableSortedSet(
        new TreeSet<>(access.load().contents().pending().keySet()));
  }

  /**
   * Finds a transaction that waits for its commit.
   *
   * @param name its name
   * @return the transaction, or empty if there is none
   * @throws IOException if the store cannot be read
   */
  public Optional<PendingTransaction> transaction(String name) throws IOException {
    return Optional.ofNullable(access.load().contents().pending().get(name));
  }

  /**
   * Returns the settings as they would be after a commit, which may still be refused.
   *
   * @param name name of a transaction; one that is not there changes nothing
   * @return all layers, defaults too
   * @throws IOException if the store cannot be read
   */
  public LayeredSettings preview(String name) throws IOException {
    Snapshot snapshot = access.load();
    StoreContents contents = snapshot.contents();
    PendingTransaction transaction = contents.pending().get(name);
    return transaction == null
        ? snapshot.layered()
        : layered(edits.apply(contents, transaction.edits().values(), name, now()));
  }

  /**
   * Adds changes to a transaction, which begins now if there is none of that name. Nothing is
   * visible before the commit.
   *
   * @param name any text
   * @param edit the changes
   * @return the transaction with them
   * @throws dev.gantry.settings.InvalidSettingsException if the model does not know a key to set
   * @throws GantryException if a value cannot be stored, or the store is of another version of the
   *     model
   * @throws IOException if the store cannot be read or written
   */
  public PendingTransaction edit(String name, SettingsEdit edit) throws IOException {
    StorableValues.checkText(SettingKey.root(), name);
    StorableValues.check(edit, options.known());
    return access.locked(
        () -> {
          Snapshot state = access.loadToChange();
          StoreContents contents = state.contents();
          PendingTransaction before = contents.pending().get(name);
          if (before == null) {
            before = new PendingTransaction(name, contents.revision(), new TreeMap<>());
          }
          PendingTransaction after = before.with(edit);
          access.save(state.withPendingOf(contents.withPending(after)));
          return after;
        });
  }

  /**
   * Forgets a transaction.
   *
   * @param name its name
   * @return the keys that it would have set or unset; empty if there was none
   * @throws IOException if the store cannot be read or written
   */
  public SortedSet<SettingKey> delete(String name) throws IOException {
    return access.locked(
        () -> {
          Snapshot state = access.load();
          PendingTransaction transaction = state.contents().pending().get(name);
          if (transaction == null) {
            return Collections.emptySortedSet();
          }
          access.save(state.withPendingOf(state.contents().withoutPending(name)));
          return transaction.keys();
        });
  }

  /**
   * Commits a transaction, whatever others committed since it began.
   *
   * @param name its name
   * @return the new revision, or that there is nothing to commit
   * @throws dev.gantry.settings.InvalidSettingsException if the {@linkplain StoreOptions#check()
   *     check} finds that the settings would break the model's rules
   * @throws GantryException if the check refuses the commit for another reason, or the store is of
   *     another version of the model
   * @throws IOException if the store cannot be read or written; if only the last step failed, the
   *     commit is done but may not outlive a crash
   */
  public CommitOutcome commit(String name) throws IOException {
    return commit(name, OptionalLong.empty());
  }

  /**
   * Commits a transaction unless others changed its keys since a revision. Changes of other keys
   * are no obstacle.
   *
   * @param name its name
   * @param ifRevision the revision that the changes are based on, for example {@link
   *     PendingTransaction#baseRevision()}
   * @return the new revision, or that there is nothing to commit
   * @throws EditConflictException if others changed keys at, above or below those of the
   *     transaction
   * @throws dev.gantry.settings.InvalidSettingsException if the {@linkplain StoreOptions#check()
   *     check} finds that the settings would break the model's rules
   * @throws GantryException if the check refuses the commit for another reason, or the store is of
   *     another version of the model
   * @throws IOException if the store cannot be read or written; if only the last step failed, the
   *     commit is done but may not outlive a crash
   */
  public CommitOutcome commit(String name, long ifRevision) throws IOException {
    return commit(name, OptionalLong.of(ifRevision));
  }

  private CommitOutcome commit(String name, OptionalLong ifRevision) throws IOException {
    return access.locked(
        () -> {
          Snapshot state = access.loadToChange();
          PendingTransaction transaction = state.contents().pending().get(name);
          if (transaction == null || transaction.keys().isEmpty()) {
            return new NothingToCommit();
          }
          return commit(
              state,
              state.contents().withoutCommitted(name),
              name,
              transaction.edits().values(),
              ifRevision);
        });
  }

  /**
   * Commits changes at once, without a transaction that waits.
   *
   * @param label what makes the change, for the history
   * @param changes the changes, by layer
   * @param ifRevision the revision that the changes are based on, or empty to commit whatever
   *     others committed
   * @return the new revision, or that there is nothing to commit
   * @throws EditConflictException if others changed keys at, above or below those of the changes
   * @throws dev.gantry.settings.InvalidSettingsException if the model does not know a key to set,
   *     or the {@linkplain StoreOptions#check() check} finds that the settings would break its
   *     rules
   * @throws GantryException if the check refuses the commit for another reason, a value cannot be
   *     stored, or the store is of another version of the model
   * @throws IOException if the store cannot be read or written; if only the last step failed, the
   *     commit is done but may not outlive a crash
   */
  public CommitOutcome commit(
      String label, Collection<SettingsEdit> changes, OptionalLong ifRevision) throws IOException {
    StorableValues.checkText(SettingKey.root(), label);
    for (SettingsEdit edit : changes) {
      StorableValues.check(edit, options.known());
    }
    if (changes.stream().allMatch(SettingsEdit::isEmpty)) {
      return new NothingToCommit();
    }
    return access.locked(
        () -> {
          // A transaction that waits under the same name is another matter.
          Snapshot state = access.loadToChange();
          return commit(state, state.contents(), label, changes, ifRevision);
        });
  }

  private CommitOutcome commit(
      Snapshot state,
      StoreContents before,
      String name,
      Collection<SettingsEdit> changes,
      OptionalLong ifRevision)
      throws IOException {
    if (ifRevision.isPresent()) {
      Edits.requireUnchanged(state.state(), changes, ifRevision.getAsLong());
    }
    SortedSet<SettingKey> keys = new TreeSet<>();
    changes.forEach(edit -> keys.addAll(edit.keys()));
    Instant now = now();
    StoreContents after = edits.apply(before, changes, name, now);
    return finish(state, after, Action.COMMIT, name, now, keys);
  }

  private Committed finish(
      Snapshot state,
      StoreContents after,
      Action action,
      String name,
      Instant now,
      SortedSet<SettingKey> keys)
      throws IOException {
    Snapshot next = Revisions.next(options, state, after, action, name, now);
    options.check().check(new Candidate(state.layered(), next.layered(), keys));
    access.save(next);
    return new Committed(
        next.contents().revision(),
        keys,
        Revisions.changed(state.layered().effective(), next.layered().effective()));
  }

  /**
   * Makes a new revision with the settings of an earlier one. What the model does not know, and
   * transactions that wait, stay as they are.
   *
   * @param revision the earlier revision
   * @param label who wants it, for the history
   * @return the new revision
   * @throws StateConflictException {@code REVISION_NOT_KEPT} if there is no such revision; {@code
   *     REVISION_OF_OTHER_MODEL} if a migration came between
   * @throws dev.gantry.settings.InvalidSettingsException if the {@linkplain StoreOptions#check()
   *     check} finds that the settings would break the model's rules
   * @throws GantryException if the check refuses for another reason, or the store is of another
   *     version of the model
   * @throws IOException if the store cannot be read or written
   */
  public Committed revert(long revision, String label) throws IOException {
    return access.locked(
        () -> {
          Snapshot state = access.loadToChange();
          StoreContents now = state.contents();
          StoreContents then = Revisions.at(state.state(), revision);
          if (!then.modelVersion().equals(now.modelVersion())) {
            throw new StateConflictException(
                "REVISION_OF_OTHER_MODEL",
                "returning to revision " + revision,
                "its settings are of model " + then.modelVersion(),
                "a revision of model " + now.modelVersion());
          }
          StoreContents next = now;
          SortedSet<LayerId> ids = new TreeSet<>(now.layers().keySet());
          ids.addAll(then.layers().keySet());
          for (LayerId id : ids) {
            next = next.withLayer(id, then.layer(id));
          }
          SortedSet<SettingKey> keys = new TreeSet<>();
          HistoryEntry.undo(now, next).forEach(undo -> keys.add(undo.key()));
          return finish(state, next, Action.REVERT, label, now(), keys);
        });
  }

  /**
   * Replaces all that the store holds, as migrations and imports do. The store may be of another
   * version of the model than the running one, before and after. The check is not asked.
   *
   * @param action what the history shall call it
   * @param label who wants it, for the history
   * @param rewrite gives the new contents; its revision does not count
   * @return the new revision; the keys are those of all leaves that are not as before
   * @throws IllegalArgumentException if a leaf of the new contents is a map or has no name
   * @throws GantryException if {@code rewrite} throws it, or the store could not read the new
   *     contents again
   * @throws IOException if the store cannot be read or written
   */
  public Committed rewrite(Action action, String label, Rewrite rewrite) throws IOException {
    return access.locked(
        () -> {
          Snapshot state = access.load();
          StoreContents contents = rewrite.apply(state.contents());
          StorableValues.checkText(SettingKey.root(), label);
          StorableValues.check(contents);
          Snapshot next = Revisions.next(options, state, contents, action, label, now());
          access.save(next);
          return new Committed(
              next.contents().revision(),
              HistoryEntry.keys(HistoryEntry.undo(state.contents(), next.contents())),
              Revisions.changed(state.layered().effective(), next.layered().effective()));
        });
  }

  /** Makes new contents of old ones. */
  @FunctionalInterface
  public interface Rewrite {
    /**
     * Makes new contents; called while the store is locked.
     *
     * @param contents what the store holds
     * @return what it shall hold
     * @throws GantryException if that cannot be
     */
    StoreContents apply(StoreContents contents) throws GantryException;
  }

  private Instant now() {
    return options.clock().instant();
  }
}
