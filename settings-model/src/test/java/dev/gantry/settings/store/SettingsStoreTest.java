// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import static dev.gantry.settings.store.StoreSamples.LOCKDOWN;
import static dev.gantry.settings.store.StoreSamples.MODEL;
import static dev.gantry.settings.store.StoreSamples.MOTD;
import static dev.gantry.settings.store.StoreSamples.NOON;
import static dev.gantry.settings.store.StoreSamples.ORIGIN;
import static dev.gantry.settings.store.StoreSamples.commit;
import static dev.gantry.settings.store.StoreSamples.effective;
import static dev.gantry.settings.store.StoreSamples.options;
import static dev.gantry.settings.store.StoreSamples.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.LayeredSettings.LayerDefinition;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.store.CommitOutcome.Committed;
import dev.gantry.settings.store.CommitOutcome.NothingToCommit;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The store as one client sees it. */
class SettingsStoreTest {
  private static final SettingKey UNKNOWN = SettingKey.of("later", "thing");

  private final StoreFiles files = StoreFiles.memory();

  private SettingsStore open() throws Exception {
    return SettingsStore.open(files, options().build());
  }

  @Test
  void aNewStoreIsEmptyAndAtRevisionZero() throws Exception {
    StoredSettings settings = open().read();
    assertEquals(0, settings.revision());
    assertEquals(MODEL, settings.modelVersion());
    assertEquals(List.of(), settings.layers());
    assertEquals(List.of(), open().history());
  }

  @Test
  void aTransactionIsSeenOnlyAfterItsCommit() throws Exception {
    SettingsStore store = open();
    store.edit("default", set(MOTD, "hello"));
    assertTrue(store.layered().effective().isEmpty());
    assertEquals(
        SettingValue.of("hello"), store.preview("default").effective().get(MOTD).orElseThrow());
    assertEquals(Set.of("default"), store.transactions());
    Committed outcome = (Committed) store.commit("default");
    assertEquals(1, outcome.revision());
    assertEquals(Set.of(MOTD), outcome.keys());
    assertEquals(Set.of(MOTD), outcome.changed());
    assertEquals(SettingValue.of("hello"), effective(open(), MOTD));
    assertEquals(Set.of(), store.transactions());
    assertInstanceOf(NothingToCommit.class, store.commit("default"));
    assertInstanceOf(NothingToCommit.class, store.commit("default", 0));
    assertEquals(1, store.read().revision());
  }

  @Test
  void eachLeafKnowsItsOrigin() throws Exception {
    SettingsStore store = open();
    SourceSpan span = new SourceSpan("user-data.toml", 3, 1, 3, 9);
    store.edit(
        "boot",
        SettingsEdit.of(new LayerId(LayerKind.USER_DATA, "10-user"))
            .set(MOTD, SettingValue.of("hi"), dev.gantry.settings.Origin.of(span)));
    store.commit("boot");
    LayerDefinition winner = open().layered().explain(MOTD).winner().orElseThrow();
    assertEquals(LayerKind.USER_DATA, winner.kind());
    assertEquals(span, winner.definition().origin().place());
    assertEquals("boot", winner.definition().origin().transaction());
    assertEquals(NOON, winner.definition().origin().time());
  }

  @Test
  void deletingATransactionNamesItsKeys() throws Exception {
    SettingsStore store = open();
    store.edit("a", set(MOTD, "x"));
    store.edit("a", SettingsEdit.ofApi().unset(LOCKDOWN));
    assertEquals(Set.of(MOTD, LOCKDOWN), store.delete("a"));
    assertEquals(Set.of(), store.delete("a"));
    assertTrue(store.transaction("a").isEmpty());
  }

  @Test
  void unsetLetsDefaultsShowThrough() throws Exception {
    SettingsTree defaults = SettingsTree.empty().with(MOTD, SettingValue.of("welcome"));
    SettingsStore store =
        SettingsStore.open(
            files,
            options()
                .defaults(
                    List.of(SettingsLayer.of(LayerKind.VENDOR_DEFAULT, "image", defaults, ORIGIN)))
                .build());
    commit(store, set(MOTD, "mine"));
    Committed outcome = commit(store, SettingsEdit.ofApi().unset(MOTD));
    assertEquals(SettingValue.of("welcome"), effective(store, MOTD));
    assertEquals(Set.of(MOTD), outcome.changed());
    assertEquals(List.of(), store.read().layers());
    assertEquals(Set.of(), commit(store, set(MOTD, "welcome")).changed());
  }

  @Test
  void aCommitGoesThroughIfOthersChangedOtherKeys() throws Exception {
    SettingsStore store = open();
    store.edit("a", set(MOTD, "mine"));
    commit(store, set(LOCKDOWN, "none"));
    Committed outcome = (Committed) store.commit("a", 0);
    assertEquals(2, outcome.revision());
    assertEquals(SettingValue.of("none"), effective(store, LOCKDOWN));
  }

  @Test
  void aCommitIsRefusedIfOthersChangedItsKeys() throws Exception {
    SettingsStore store = open();
    store.edit("a", set(MOTD, "mine").set(LOCKDOWN, SettingValue.of("none"), ORIGIN));
    commit(store, set(MOTD, "theirs"));
    EditConflictException failure =
        assertThrows(EditConflictException.class, () -> store.commit("a", 0));
    assertEquals("SETTINGS_CONFLICT", failure.code());
    assertEquals(Set.of(MOTD), failure.keys());
    assertEquals(0, failure.baseRevision());
    assertEquals(1, failure.currentRevision());
    assertFalse(failure.isHistoryLost());
    assertEquals(SettingValue.of("theirs"), effective(store, MOTD));
    assertEquals(Set.of("a"), store.transactions());
    assertEquals(2, ((Committed) store.commit("a", 1)).revision());
  }

  @Test
  void unsettingIsAChangeToo() throws Exception {
    SettingsStore store = open();
    commit(store, set(LOCKDOWN, "none"));
    store.edit("a", SettingsEdit.ofApi().unset(SettingKey.of("kernel")));
    store.edit("b", set(LOCKDOWN, "integrity"));
    store.commit("a", 1);
    EditConflictException failure =
        assertThrows(EditConflictException.class, () -> store.commit("b", 1));
    assertEquals(Set.of(LOCKDOWN), failure.keys());
    commit(store, set(LOCKDOWN, "x"));
    store.edit("c", SettingsEdit.ofApi().unset(SettingKey.of("kernel")));
    failure = assertThrows(EditConflictException.class, () -> store.commit("c", 2));
    assertEquals(Set.of(SettingKey.of("kernel")), failure.keys());
  }

  @Test
  void aBaseThatTheHistoryDoesNotReachIsAConflict() throws Exception {
    SettingsStore store = SettingsStore.open(files, options().historySize(1).build());
    store.edit("a", set(MOTD, "x"));
    commit(store, set(LOCKDOWN, "1"));
    commit(store, set(LOCKDOWN, "2"));
    EditConflictException failure =
        assertThrows(EditConflictException.class, () -> store.commit("a", 0));
    assertTrue(failure.isHistoryLost());
    assertEquals(Set.of(MOTD), failure.keys());
    failure = assertThrows(EditConflictException.class, () -> store.commit("a", 99));
    assertTrue(failure.isHistoryLost());
    assertInstanceOf(Committed.class, store.commit("a"));
  }

  @Test
  void earlierRevisionsCanBeReadComparedAndRestored() throws Exception {
    SettingsStore store = SettingsStore.open(files, options().historySize(3).build());
    commit(store, set(MOTD, "1"));
    commit(store, set(MOTD, "2").set(LOCKDOWN, SettingValue.of("none"), ORIGIN));
    commit(store, SettingsEdit.ofApi().unset(MOTD));
    commit(store, set(MOTD, "4"));
    assertEquals(
        List.of(4L, 3L, 2L), store.history().stream().map(RevisionInfo::revision).toList());
    assertEquals(Set.of(MOTD), store.history().get(0).keys());
    SettingsLayer then = store.read(1).layer(LayerId.API);
    assertEquals(SettingsTree.empty().with(MOTD, SettingValue.of("1")), then.tree());
    assertEquals(1, store.read(1).revision());
    List<SettingDifference> differences = store.diff(1, 3);
    assertEquals(List.of(LOCKDOWN, MOTD), differences.stream().map(d -> d.key()).toList());
    StateConflictException gone = assertThrows(StateConflictException.class, () -> store.read(0));
    assertEquals("REVISION_NOT_KEPT", gone.code());
    assertThrows(StateConflictException.class, () -> store.read(5));
    Committed outcome = store.revert(2, "admin");
    assertEquals(5, outcome.revision());
    assertEquals(store.read(2).layers(), store.read().layers());
    assertEquals(RevisionInfo.Action.REVERT, store.history().get(0).action());
  }

  @Test
  void theCheckSeesWhatWouldBeAndCanRefuse() throws Exception {
    SettingsStore store =
        SettingsStore.open(
            files,
            options()
                .check(
                    candidate -> {
                      if (candidate.after().effective().get(LOCKDOWN).isPresent()) {
                        throw new InvalidSettingsException(
                            List.of(Violation.of("no-lockdown", LOCKDOWN, "not here")));
                      }
                    })
                .build());
    commit(store, set(MOTD, "fine"));
    store.edit("a", set(LOCKDOWN, "none"));
    assertThrows(InvalidSettingsException.class, () -> store.commit("a"));
    assertEquals(1, store.read().revision());
    assertEquals(Set.of("a"), store.transactions());
  }

  @Test
  void unknownKeysCannotBeSetButStay() throws Exception {
    SettingsStore later = open();
    commit(later, set(UNKNOWN, "kept").set(MOTD, SettingValue.of("1"), ORIGIN));
    KnownSettings older = (key, value) -> !key.startsWith(SettingKey.of("later"));
    SettingsStore store = SettingsStore.open(files, options().known(older).build());
    InvalidSettingsException failure =
        assertThrows(InvalidSettingsException.class, () -> store.edit("a", set(UNKNOWN, "x")));
    assertEquals("unknown-key", failure.violations().get(0).code());
    assertEquals(Set.of(MOTD), store.layered().effective().leaves().keySet());
    assertEquals(List.of(UNKNOWN), store.read().opaque().stream().map(o -> o.key()).toList());
    assertEquals(MODEL, store.read().opaque().get(0).leaf().writtenBy());
    commit(store, SettingsEdit.ofApi().unset(SettingKey.root()));
    commit(store, set(MOTD, "2"));
    store.revert(1, "admin");
    commit(store, SettingsEdit.ofApi().unset(SettingKey.of("later")));
    assertEquals(SettingValue.of("kept"), effective(open(), UNKNOWN));
  }

  @Test
  void ofALeafAboveAnotherTheDeeperOneIsShown() throws Exception {
    SettingsStore store = open();
    commit(store, set(UNKNOWN, "deep"));
    SettingKey above = SettingKey.of("later");
    KnownSettings older = (key, value) -> !key.equals(UNKNOWN);
    commit(SettingsStore.open(files, options().known(older).build()), set(above, "high"));
    assertEquals(SettingValue.of("deep"), effective(open(), UNKNOWN));
    assertEquals(List.of(above), open().read().opaque().stream().map(o -> o.key()).toList());
  }

  @Test
  void aStoreOfAnotherModelCanBeReadButNotChanged() throws Exception {
    commit(open(), set(MOTD, "x"));
    Version newer = Version.of(1, 21, 0);
    SettingsStore store =
        SettingsStore.open(files, StoreOptions.builder(newer, InstantSource.fixed(NOON)).build());
    assertEquals(SettingValue.of("x"), effective(store, MOTD));
    StateConflictException failure =
        assertThrows(StateConflictException.class, () -> commit(store, set(MOTD, "y")));
    assertEquals("STORE_MODEL_VERSION", failure.code());
    assertThrows(StateConflictException.class, () -> store.edit("a", set(MOTD, "y")));
  }

  @Test
  void valuesThatCouldNotBeReadBackAreRefused() throws Exception {
    SettingsStore store = open();
    SettingValue deep = SettingValue.of("x");
    for (int i = 0; i < 60; i++) {
      deep = SettingValue.list(deep);
    }
    SettingsEdit tooDeep = SettingsEdit.ofApi().set(MOTD, deep, ORIGIN);
    assertThrows(LimitExceededException.class, () -> store.edit("a", tooDeep));
    assertThrows(MalformedDataException.class, () -> store.edit("a", set(MOTD, "\ud800")));
    assertThrows(MalformedDataException.class, () -> store.edit("\udc00", set(MOTD, "x")));
    SettingsEdit tooLarge = set(MOTD, "x".repeat(StateFile.MAX_BYTES));
    assertThrows(LimitExceededException.class, () -> store.edit("a", tooLarge));
    assertThrows(
        GantryException.class, () -> store.commit("a", List.of(tooLarge), OptionalLong.empty()));
    store.edit("\ud83d\ude80", set(MOTD, "\ud83d\ude80\u0000"));
    assertInstanceOf(Committed.class, open().commit("\ud83d\ude80"));
    assertEquals(SettingValue.of("\ud83d\ude80\u0000"), effective(open(), MOTD));
  }
}
