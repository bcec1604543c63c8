// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import static dev.gantry.settings.store.StoreSamples.LOCKDOWN;
import static dev.gantry.settings.store.StoreSamples.MOTD;
import static dev.gantry.settings.store.StoreSamples.ORIGIN;
import static dev.gantry.settings.store.StoreSamples.commit;
import static dev.gantry.settings.store.StoreSamples.options;
import static dev.gantry.settings.store.StoreSamples.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.store.PowerCutFiles.PowerCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Stops at every step of every kind of change; the store is then as before or as after it. */
class StoreCrashTest {
  /** A change of the store. */
  private interface Change {
    void run(SettingsStore store) throws Exception;
  }

  private static final List<Change> CHANGES =
      List.of(
          store -> store.edit("a", set(MOTD, "hello")),
          store -> store.edit("a", set(LOCKDOWN, "none")),
          store -> store.commit("a"),
          store -> store.edit("b", SettingsEdit.ofApi().unset(MOTD)),
          store -> store.edit("c", set(MOTD, "never")),
          store -> store.commit("b", 1),
          store -> store.delete("c"),
          store ->
              commit(
                  store,
                  SettingsEdit.of(LayerId.GENERATED)
                      .set(SettingKey.of("updates", "seed"), SettingValue.of(7), ORIGIN)),
          store -> store.revert(1, "admin"),
          store ->
              store.rewrite(
                  RevisionInfo.Action.MIGRATE,
                  "up",
                  contents ->
                      contents
                          .withModelVersion(Version.of(1, 21, 0))
                          .withNotes(SettingValue.map(java.util.Map.of()).entries())),
          store ->
              store.rewrite(
                  RevisionInfo.Action.MIGRATE,
                  "down",
                  contents -> contents.withModelVersion(StoreSamples.MODEL)));

  private static SettingsStore open(StoreFiles files) throws Exception {
    return SettingsStore.open(files, options().historySize(4).build());
  }

  /** All that one can ask a store. */
  private static List<Object> everything(SettingsStore store) throws Exception {
    List<Object> all = new ArrayList<>();
    all.add(store.read().contents());
    all.add(store.history());
    for (long each = store.read().revision(); each >= 0 && all.size() < 6; each--) {
      all.add(each < store.read().revision() - store.history().size() ? "" : store.read(each));
    }
    return all;
  }

  private static List<List<Object>> statesWithoutStop() throws Exception {
    List<List<Object>> states = new ArrayList<>();
    PowerCutFiles files = new PowerCutFiles(0, false);
    SettingsStore store = open(files);
    states.add(everything(store));
    for (Change change : CHANGES) {
      change.run(store);
      states.add(everything(store));
    }
    return states;
  }

  @Test
  void afterAStopAtAnyStepTheStoreIsAsBeforeOrAsAfter() throws Exception {
    List<List<Object>> states = statesWithoutStop();
    Set<String> stopped = new TreeSet<>();
    int stops = 0;
    int images = 0;
    int old = 0;
    for (boolean done : new boolean[] {false, true}) {
      for (int stopAt = 1; ; stopAt++) {
        PowerCutFiles files = new PowerCutFiles(stopAt, done);
        int finished = runUntilStop(files);
        if (finished == CHANGES.size() + 1) {
          break;
        }
        stops++;
        stopped.add(files.lastStep());
        for (StoreFiles found : files.afterwards()) {
          images++;
          List<Object> now = everything(open(found));
          List<Object> before = states.get(Math.max(0, finished - 1));
          List<Object> after = states.get(finished);
          assertTrue(now.equals(before) || now.equals(after), "stop " + stopAt + " of " + stops);
          old += now.equals(before) ? 1 : 0;
          open(found).rewrite(RevisionInfo.Action.IMPORT, "again", contents -> contents);
        }
      }
    }
    assertEquals(
        Set.of("force", "force directory", "make", "move", "write", "write half"), stopped);
    assertEquals(2 * 6 * (CHANGES.size() + 1), stops);
    assertTrue(images > stops && old > 0 && old < images);
    System.out.println("stops " + stops + ", directories opened " + images + ", as before " + old);
  }

  /** Returns how many of opening and the changes were finished. */
  private static int runUntilStop(PowerCutFiles files) throws Exception {
    int finished = 0;
    try {
      SettingsStore store = open(files);
      finished++;
      for (Change change : CHANGES) {
        change.run(store);
        finished++;
      }
    } catch (PowerCut cut) {
      return finished;
    }
    return finished;
  }

  @Test
  void aFailedStepLeavesAStoreThatWorks() throws Exception {
    for (int stopAt = 7; stopAt <= 12; stopAt++) {
      PowerCutFiles files = new PowerCutFiles(stopAt, false);
      SettingsStore store = open(files);
      assertThrows(PowerCut.class, () -> commit(store, set(MOTD, "x")));
      commit(store, set(LOCKDOWN, "none"));
      boolean isThere = stopAt == 12;
      assertEquals(isThere, store.layered().effective().get(MOTD).isPresent());
      assertEquals(isThere ? 2 : 1, open(files).read().revision());
    }
  }
}
