// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

final class ExceptionsTest {
  private static final String HOSTILE = "x\u001b[31m\n\u202e" + "y".repeat(10_000);

  /** Sends an exception through serialization, as RMI, test runners and some loggers do. */
  private static <T extends GantryException> T copy(T exception, Class<T> type)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(exception);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      T copy = type.cast(in.readObject());
      assertEquals(exception.code(), copy.code());
      assertEquals(Messages.of(exception), Messages.of(copy));
      return copy;
    }
  }

  private static void assertSafe(String... texts) {
    for (String text : texts) {
      assertTrue(text.length() < 1000);
      assertTrue(text.chars().noneMatch(c -> c < ' ' || c == '\u202e'), text);
    }
  }

  @Test
  void malformedDataTellsWhereAndWhat() throws Exception {
    IOException cause = new IOException("cause");
    MalformedDataException thrown =
        new MalformedDataException("GPT_HEADER_CRC", "disk", 552, "HeaderCRC32", "1", "2", cause);
    assertSame(cause, thrown.getCause());
    for (MalformedDataException each :
        new MalformedDataException[] {thrown, copy(thrown, MalformedDataException.class)}) {
      assertEquals("GPT_HEADER_CRC", each.code());
      assertEquals("disk", each.source());
      assertEquals(552, each.offsetBytes());
      assertEquals("HeaderCRC32", each.field());
      assertEquals("1", each.found());
      assertEquals("2", each.expected());
      for (String part : new String[] {"disk", "552", "HeaderCRC32", "1", "2"}) {
        assertTrue(Messages.of(each).contains(part));
      }
    }
    MalformedDataException nowhere =
        new MalformedDataException(
            "C", HOSTILE, MalformedDataException.UNKNOWN_OFFSET, "f", HOSTILE, "e");
    assertNull(nowhere.getCause());
    assertEquals(-1, nowhere.offsetBytes());
    assertFalse(Messages.of(nowhere).contains("-1"));
    assertSafe(Messages.of(nowhere), nowhere.source(), nowhere.found());
  }

  @Test
  void aDigestMismatchKeepsBothDigests() throws Exception {
    Digest expected = Digest.compute(DigestAlgorithm.SHA256, Bytes.empty());
    Digest actual = Digest.compute(DigestAlgorithm.SHA512, Bytes.empty());
    DigestMismatchException thrown = new DigestMismatchException(HOSTILE, expected, actual);
    for (DigestMismatchException each :
        new DigestMismatchException[] {thrown, copy(thrown, DigestMismatchException.class)}) {
      assertEquals("DIGEST_MISMATCH", each.code());
      assertEquals(expected, each.expected());
      assertEquals(actual, each.actual());
      assertTrue(Messages.of(each).contains(expected.toString()));
      assertTrue(Messages.of(each).contains(actual.toString()));
      assertSafe(Messages.of(each), each.what());
    }
  }

  @Test
  void aLengthMismatchKeepsBothLengths() throws Exception {
    LengthMismatchException thrown = new LengthMismatchException(HOSTILE, 10, 11);
    for (LengthMismatchException each :
        new LengthMismatchException[] {thrown, copy(thrown, LengthMismatchException.class)}) {
      assertEquals("LENGTH_MISMATCH", each.code());
      assertEquals(10, each.expectedBytes());
      assertEquals(11, each.actualBytes());
      assertSafe(Messages.of(each), each.what());
    }
  }

  @Test
  void aLimitKeepsItsNumbers() throws Exception {
    LimitExceededException thrown = new LimitExceededException(HOSTILE, 10, Long.MAX_VALUE);
    for (LimitExceededException each :
        new LimitExceededException[] {thrown, copy(thrown, LimitExceededException.class)}) {
      assertEquals("LIMIT_EXCEEDED", each.code());
      assertEquals(10, each.limit());
      assertEquals(Long.MAX_VALUE, each.requested());
      assertSafe(Messages.of(each), each.what());
    }
  }

  @Test
  void aLimitIsCheckedInclusively() throws IOException {
    LimitExceededException.check("size in bytes", 10, 10);
    LimitExceededException.check("size in bytes", 10, -1);
    LimitExceededException thrown =
        assertThrows(
            LimitExceededException.class,
            () -> LimitExceededException.check("size in bytes", 10, 11));
    assertEquals("size in bytes", thrown.what());
    assertEquals(11, thrown.requested());
  }

  @Test
  void anUnsupportedFormatKeepsItsFields() throws Exception {
    UnsupportedFormatException thrown =
        new UnsupportedFormatException(HOSTILE, "version", HOSTILE, "1");
    for (UnsupportedFormatException each :
        new UnsupportedFormatException[] {thrown, copy(thrown, UnsupportedFormatException.class)}) {
      assertEquals("UNSUPPORTED_FORMAT", each.code());
      assertEquals("version", each.feature());
      assertEquals("1", each.supported());
      assertSafe(Messages.of(each), each.found());
    }
  }

  @Test
  void aStateConflictKeepsItsFields() throws Exception {
    StateConflictException thrown =
        new StateConflictException("SLOT_NOT_VALID", "upgrade", "priority 0", HOSTILE);
    for (StateConflictException each :
        new StateConflictException[] {thrown, copy(thrown, StateConflictException.class)}) {
      assertEquals("SLOT_NOT_VALID", each.code());
      assertEquals("upgrade", each.operation());
      assertEquals("priority 0", each.found());
      assertSafe(Messages.of(each), each.expected());
    }
  }

  @Test
  void namesOfFieldsAndOperationsAreMadeSafeToPrint() {
    MalformedDataException malformed =
        new MalformedDataException("C", "s", 0, HOSTILE, "found", "expected");
    assertSafe(Messages.of(malformed), malformed.field());
    StateConflictException conflict = new StateConflictException("C", HOSTILE, "found", "expected");
    assertSafe(Messages.of(conflict), conflict.operation());
    UnsupportedFormatException unsupported =
        new UnsupportedFormatException("s", HOSTILE, "found", "1");
    assertSafe(Messages.of(unsupported), unsupported.feature());
  }

  @Test
  void quotedTextIsNotCutTwice() {
    String quoted = Text.quote("z".repeat(1000));
    MalformedDataException thrown =
        new MalformedDataException("C", "s", 0, "f", quoted, "anything shorter");
    assertEquals(quoted, thrown.found());
    assertTrue(Messages.of(thrown).contains(quoted));
  }
}
