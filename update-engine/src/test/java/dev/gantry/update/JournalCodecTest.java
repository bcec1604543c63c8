// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.slot.SlotId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalCodecTest {
  private static final Guid DISK = new Guid(1, 2);

  private static String text(Journal journal) {
    return new String(JournalCodec.encode(journal).toByteArray(), StandardCharsets.UTF_8);
  }

  private static Journal decode(String text) throws GantryException {
    return JournalCodec.decode(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), "state.json");
  }

  @ParameterizedTest
  @EnumSource(JournalPhase.class)
  void everyPhaseIsReadBack(JournalPhase phase) throws Exception {
    Journal journal =
        Samples.journal(phase, SlotId.B)
            .withConfirmed(Samples.confirmed(SlotId.A))
            .withConfirmed(Samples.confirmed(SlotId.B))
            .about(DISK);
    Journal read = decode(text(journal));
    assertEquals(journal, read);
    assertEquals(text(journal), text(read));
  }

  @Test
  void filesFromBeforeDisksWereNamedAreReadAndNameItWithTheNextWrite(@TempDir Path directory)
      throws Exception {
    Journal old = Samples.journal(JournalPhase.STAGED, SlotId.B);
    assertFalse(text(old).contains("disk"));
    JournalStore store = JournalStore.file(directory.resolve("state.json"));
    store.write(JournalCodec.encode(old));
    UpdateJournal journal = UpdateJournal.open(store, DISK, "test");
    assertEquals(old, journal.current());
    journal.write(old.withPhase(JournalPhase.ACTIVATING));
    StateConflictException e =
        assertThrows(
            StateConflictException.class, () -> UpdateJournal.open(store, new Guid(1, 3), "test"));
    assertEquals("STATE_OF_OTHER_DISK", e.code());
    assertEquals(
        JournalPhase.ACTIVATING, UpdateJournal.open(store, DISK, "test").current().phase());
  }

  /** Whatever byte is changed: the file is refused, or it says the same as before. */
  @Test
  void anyChangedByteIsRefused() throws Exception {
    Journal journal = Samples.journal(JournalPhase.ACTIVATED, SlotId.B);
    byte[] content = JournalCodec.encode(journal).toByteArray();
    int refused = 0;
    for (int i = 0; i < content.length; i++) {
      for (int bit = 0; bit < 8; bit += 5) {
        byte[] changed = content.clone();
        changed[i] ^= (byte) (1 << bit);
        try {
          assertEquals(journal, JournalCodec.decode(Bytes.of(changed), "state.json"));
        } catch (GantryException e) {
          refused++;
        }
      }
    }
    // What is left are spaces between tokens and the case of hexadecimal digits.
    assertTrue(refused > content.length * 1.6, refused + " of " + content.length * 2);
  }

  @Test
  void truncatedFilesAreRefused() {
    byte[] content =
        JournalCodec.encode(Samples.journal(JournalPhase.STAGED, SlotId.A)).toByteArray();
    for (int length = 0; length < content.length; length++) {
      Bytes part = Bytes.of(content, 0, length);
      assertThrows(MalformedDataException.class, () -> JournalCodec.decode(part, "state.json"));
    }
  }

  @Test
  void newerFormatsAreRefusedByName() {
    String newer = text(Journal.EMPTY).replace("\"version\": 1", "\"version\": 2");
    UnsupportedFormatException e =
        assertThrows(UnsupportedFormatException.class, () -> decode(newer));
    assertEquals("2", e.found());
  }

  @Test
  void otherFormatsAreRefusedByName() {
    String other = text(Journal.EMPTY).replace(JournalCodec.FORMAT, "something-else");
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> decode(other));
    assertEquals("STATE_FORMAT", e.code());
    assertEquals("/format", e.field());
  }

  @Test
  void changedStatesAreRefusedByTheirDigest() {
    String changed =
        text(Samples.journal(JournalPhase.STAGED, SlotId.B)).replace("\"staged\"", "\"idle\"");
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> decode(changed));
    assertEquals("STATE_CORRUPT", e.code());
  }

  @Test
  void phasesWithoutTheirParticularsAreRefused() {
    String incomplete = text(Journal.EMPTY.withPhase(JournalPhase.STAGED));
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> decode(incomplete));
    assertEquals("STATE_INCOMPLETE", e.code());
  }

  @Test
  void failuresAreForgottenFromTheOldestOn() {
    Journal journal = Journal.EMPTY;
    for (int i = 0; i <= Journal.MAX_FAILED; i++) {
      journal = journal.withFailure(Samples.failed(i));
    }
    assertEquals(Journal.MAX_FAILED, journal.failed().size());
    assertEquals(Samples.failed(1), journal.failed().get(0));
    assertEquals(journal, journal.withFailure(Samples.failed(Journal.MAX_FAILED)));
  }

  @Test
  void filesLargerThanAnyJournalAreRefused(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("state.json");
    Files.write(file, new byte[JournalCodec.MAX_BYTES + 1]);
    assertThrows(
        LimitExceededException.class,
        () -> UpdateJournal.open(JournalStore.file(file), DISK, "test"));
  }

  @Test
  void whatWasWrittenIsThereForTheNextOne(@TempDir Path directory) throws Exception {
    JournalStore store = JournalStore.file(directory.resolve("state.json"));
    UpdateJournal journal = UpdateJournal.open(store, DISK, "test");
    assertEquals(Journal.EMPTY, journal.current());
    Journal next = Samples.journal(JournalPhase.STAGED, SlotId.B);
    journal.write(next);
    assertEquals(next.about(DISK), UpdateJournal.open(store, DISK, "test").current());
  }
}
