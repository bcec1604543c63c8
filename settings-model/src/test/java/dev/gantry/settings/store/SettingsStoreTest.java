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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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

  /** What a vendor's import or migration makes is checked before it takes the place of the old. */
  @Test
  void rewritesThatCouldNotBeReadBackAreRefused() throws Exception {
    SettingsStore store = open();
    commit(store, set(MOTD, "before"));
    SettingValue deep = SettingValue.of("x");
    for (int i = 0; i < 61; i++) {
      deep = SettingValue.list(deep);
    }
    SettingValue note = deep;
    SettingValue map = SettingValue.map(Map.of("a", SettingValue.of("b")));
    LayerId half = new LayerId(LayerKind.USER_DATA, "\ud800");
    SettingsEdit unset = SettingsEdit.ofApi().unset(SettingKey.of("\ud800"));
    PendingTransaction waiting =
        new PendingTransaction("t", 0, new TreeMap<>(Map.of(LayerId.API, unset)));
    List<SettingsStore.Rewrite> wrong =
        List.of(
            was -> was.withLayer(LayerId.API, Map.of(MOTD, leaf(map, "o"))),
            was ->
                was.withLayer(
                    LayerId.API, Map.of(SettingKey.root(), leaf(SettingValue.of(1), "o"))),
            was -> was.withLayer(LayerId.API, Map.of(MOTD, leaf(SettingValue.of(1), "\ud800"))),
            was -> was.withLayer(half, Map.of(MOTD, leaf(SettingValue.of(1), "o"))),
            was -> was.withPending(waiting),
            was -> was.withNotes(Map.of("n", note)),
            was -> was.withNotes(Map.of("\ud800", SettingValue.of(1))));
    for (SettingsStore.Rewrite each : wrong) {
      assertThrows(
          Exception.class, () -> store.rewrite(RevisionInfo.Action.IMPORT, "import", each));
      assertEquals(SettingValue.of("before"), effective(open(), MOTD));
    }
    assertThrows(
        MalformedDataException.class,
        () -> store.rewrite(RevisionInfo.Action.IMPORT, "\ud800", was -> was));
    assertThrows(MalformedDataException.class, () -> store.edit("t", unset));
    assertThrows(
        MalformedDataException.class,
        () -> store.edit("t", SettingsEdit.of(half).set(MOTD, SettingValue.of(1), ORIGIN)));
    assertThrows(
        LimitExceededException.class,
        () ->
            store.edit(
                "t", SettingsEdit.ofApi().unset(SettingKey.of(Collections.nCopies(65, "a")))));
    commit(store, set(MOTD, "after"));
  }

  private static StoredLeaf leaf(SettingValue value, String origin) {
    return StoredLeaf.of(
        new SettingsLayer.Definition(value, dev.gantry.settings.Origin.of(origin)), MODEL);
  }

  @Test
  void changesAboveAndBelowAKeyAreConflictsInBothDirections() throws Exception {
    SettingKey kernel = SettingKey.of("kernel");
    SettingKey sysctl = SettingKey.of("kernel", "sysctl", "a");
    SettingKey beside = SettingKey.of("kernel", "sysctl", "b");
    SettingKey after = SettingKey.of("kernels");
    for (boolean theirsBelow : new boolean[] {true, false}) {
      SettingsStore store = SettingsStore.open(StoreFiles.memory(), options().build());
      commit(store, set(sysctl, "1"));
      commit(store, set(beside, "1").set(after, SettingValue.of(1), ORIGIN));
      SettingsEdit deep = set(sysctl, "2");
      SettingsEdit high = SettingsEdit.ofApi().unset(SettingKey.of("kernel", "sysctl"));
      commit(store, theirsBelow ? deep : high);
      store.edit("mine", theirsBelow ? high : deep);
      EditConflictException failure =
          assertThrows(EditConflictException.class, () -> store.commit("mine", 2));
      assertEquals(
          Set.of(theirsBelow ? SettingKey.of("kernel", "sysctl") : sysctl), failure.keys());
      assertFalse(failure.isHistoryLost());
      store.edit("other", set(after, "2"));
      assertInstanceOf(Committed.class, store.commit("other", 2));
      store.edit("all", SettingsEdit.ofApi().unset(kernel));
      assertThrows(EditConflictException.class, () -> store.commit("all", 2));
    }
  }

  /** The revision before the oldest one that is kept can still be compared with. */
  @Test
  void theHistoryReachesToTheRevisionBeforeItsOldest() throws Exception {
    SettingsStore store = SettingsStore.open(files, options().historySize(2).build());
    for (String value : List.of("1", "2", "3")) {
      commit(store, set(LOCKDOWN, value));
    }
    store.edit("a", set(MOTD, "x"));
    assertTrue(
        assertThrows(EditConflictException.class, () -> store.commit("a", 0)).isHistoryLost());
    store.edit("b", set(LOCKDOWN, "x"));
    assertFalse(
        assertThrows(EditConflictException.class, () -> store.commit("b", 1)).isHistoryLost());
    assertInstanceOf(Committed.class, store.commit("a", 1));
  }

  @Test
  void anEditOfManyUnsetsIsTheSameAsOneAfterTheOther() {
    List<SettingKey> keys =
        List.of(
            SettingKey.of("b", "c"),
            SettingKey.of("a", "b", "c"),
            SettingKey.of("a", "b"),
            SettingKey.of("a", "b", "d"),
            SettingKey.of("a", "bb"),
            SettingKey.of("b", "c", "e"),
            MOTD);
    SettingsEdit start =
        set(MOTD, "x")
            .set(SettingKey.of("a", "b", "d", "e"), SettingValue.of(1), ORIGIN)
            .set(SettingKey.of("a", "bc"), SettingValue.of(2), ORIGIN)
            .unset(SettingKey.of("a", "b", "z"));
    SettingsEdit one = start;
    for (SettingKey key : keys) {
      one = one.unset(key);
    }
    assertEquals(one, start.unset(keys));
    assertEquals(Set.of(SettingKey.of("a", "bc")), one.sets().keySet());
    assertEquals(
        Set.of(SettingKey.of("a", "b"), SettingKey.of("a", "bb"), SettingKey.of("b", "c"), MOTD),
        one.unsets());
    assertEquals(
        Set.of(SettingKey.root()),
        start.unset(List.of(MOTD, SettingKey.root(), LOCKDOWN)).unsets());
  }

  @Test
  void aLeafTakesTheLeavesAboveAndBelowItAway() throws Exception {
    SettingsStore store = open();
    SettingKey a = SettingKey.of("a");
    SettingKey ab = SettingKey.of("a", "b");
    commit(store, set(a, "leaf"));
    store.edit("t", set(ab, "deep"));
    assertEquals(Set.of(ab), store.preview("t").effective().leaves().keySet());
    store.commit("t");
    assertEquals(Set.of(ab), store.read().layer(LayerId.API).tree().leaves().keySet());
    commit(store, set(a, "again"));
    assertEquals(Set.of(a), store.read().layer(LayerId.API).tree().leaves().keySet());
    SettingsEdit both = set(a, "1").set(ab, SettingValue.of("2"), ORIGIN);
    assertEquals(Set.of(ab), both.sets().keySet());
    assertEquals(Set.of(a), both.unsets());
    SettingsEdit other = set(ab, "1").set(a, SettingValue.of("2"), ORIGIN);
    assertEquals(Set.of(a), other.sets().keySet());
    assertEquals(Set.of(ab), other.unsets());
    commit(store, both);
    store.revert(1, "admin");
    assertEquals(Set.of(a), store.read().layer(LayerId.API).tree().leaves().keySet());
  }

  @Test
  void aCommitAtOnceLeavesTheTransactionOfThatNameAlone() throws Exception {
    SettingsStore store = open();
    store.edit("default", set(MOTD, "waits"));
    store.commit("default", List.of(set(LOCKDOWN, "none")), OptionalLong.empty());
    assertEquals(Set.of("default"), store.transactions());
    store.commit("default");
    assertEquals(SettingValue.of("waits"), effective(store, MOTD));
    assertEquals(SettingValue.of("none"), effective(store, LOCKDOWN));
    assertEquals(Set.of(), store.transactions());
  }
}
