// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MirrorFetcherTest {
  private static final FetchRequest FILE = FetchRequest.of("a/f");

  private final List<String> asked = new ArrayList<>();

  private Fetcher serving(String name, int... content) {
    MemoryFetcher memory = new MemoryFetcher().put("a/f", bytes(content));
    return request -> {
      asked.add(name);
      return memory.open(request);
    };
  }

  private Fetcher missing(String name) {
    return request -> {
      asked.add(name);
      throw new FetchNotFoundException(name, 404);
    };
  }

  private Fetcher dead(String name) {
    return request -> {
      asked.add(name);
      throw new IOException(name);
    };
  }

  private static Bytes bytes(int... content) {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return Bytes.of(bytes);
  }

  private static byte[] read(Fetcher fetcher, FetchRequest request) throws IOException {
    try (FetchResponse response = fetcher.open(request)) {
      return response.body().readAllBytes();
    }
  }

  /** Serves 10 bytes, and breaks before the one at an offset of the file. */
  private Fetcher breaking(String name, int breaksAt, boolean resumes) {
    return request -> {
      asked.add(name + request.offsetBytes());
      long start = resumes ? request.offsetBytes() : 0;
      return FetchResponse.of(
          new InputStream() {
            private long position = start;

            @Override
            public int read() throws IOException {
              if (position == breaksAt) {
                throw new IOException(name);
              }
              return position < 10 ? (int) position++ : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              int value = read();
              if (value < 0) {
                return -1;
              }
              target[offset] = (byte) value;
              return 1;
            }
          },
          start);
    };
  }

  @Test
  void theFirstThatHasTheFileServesIt() throws Exception {
    MirrorFetcher mirrors =
        MirrorFetcher.of(List.of(missing("a"), dead("b"), serving("c", 7), serving("d", 8)));

    try (FetchResponse response = mirrors.open(FILE)) {
      assertArrayEquals(new byte[] {7}, response.body().readAllBytes());
      assertEquals(Optional.of("mirror 3"), response.origin());
    }
    assertEquals(List.of("a", "b", "c"), asked);
  }

  @Test
  void aFailedMirrorRestsLongerEachTime() throws Exception {
    MirrorFetcher mirrors = MirrorFetcher.of(List.of(dead("a"), serving("b", 7)));
    for (int i = 0; i < 12; i++) {
      read(mirrors, FILE);
    }

    // Asked in requests 1, 3, 6, 11.
    assertEquals(
        List.of("a", "b", "b", "a", "b", "b", "b", "a", "b", "b", "b", "b", "b", "a", "b", "b"),
        asked);
  }

  @Test
  void aRestingMirrorIsAskedWhenNoOtherWorks() throws Exception {
    boolean[] broken = {true, false};
    List<Fetcher> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int self = i;
      Fetcher good = serving("ab".substring(i, i + 1), 7);
      both.add(
          request -> {
            if (broken[self]) {
              throw new IOException("broken");
            }
            return good.open(request);
          });
    }
    MirrorFetcher mirrors = MirrorFetcher.of(both);
    read(mirrors, FILE);
    broken[0] = false;
    broken[1] = true;
    read(mirrors, FILE);

    assertEquals(List.of("b", "a"), asked);
  }

  @Test
  void aMirrorThatIsBehindDoesNotHideANewerFile() throws Exception {
    MirrorFetcher mirrors = MirrorFetcher.of(List.of(missing("a"), missing("b"), serving("c", 1)));

    assertArrayEquals(new byte[] {1}, read(mirrors, FILE));
    assertArrayEquals(new byte[] {1}, read(mirrors, FILE));
    assertEquals(List.of("a", "b", "c", "a", "b", "c"), asked);
  }

  @Test
  void missingEverywhereIsMissing() {
    MirrorFetcher mirrors = MirrorFetcher.strict(List.of(missing("a"), missing("b")));

    assertThrows(FetchNotFoundException.class, () -> mirrors.open(FILE));
    assertEquals(List.of("a", "b"), asked);
  }

  @Test
  void aDeadMirrorHidesNoAnswerUnlessStrict() {
    List<Fetcher> both = List.of(dead("a"), missing("b"));
    FetchNotFoundException missing =
        assertThrows(FetchNotFoundException.class, () -> MirrorFetcher.of(both).open(FILE));
    FetchFailedException failed =
        assertThrows(FetchFailedException.class, () -> MirrorFetcher.strict(both).open(FILE));

    assertEquals(1, missing.getSuppressed().length);
    assertTrue(failed.retryable());
  }

  @Test
  void deadEverywhereIsAFailureWithEveryReason() {
    FetchFailedException two =
        assertThrows(
            FetchFailedException.class,
            () -> MirrorFetcher.of(List.of(dead("a"), dead("b"))).open(FILE));
    IOException one =
        assertThrows(IOException.class, () -> MirrorFetcher.of(List.of(dead("a"))).open(FILE));

    assertTrue(two.retryable());
    assertEquals("a", Objects.requireNonNull(two.getCause()).getMessage());
    assertEquals("b", two.getSuppressed()[0].getMessage());
    assertEquals("a", one.getMessage());
  }

  @Test
  void refusedContentComesFromTheNextMirrorAndTheLiarRests() throws Exception {
    MirrorFetcher mirrors = MirrorFetcher.of(List.of(serving("a", 1), serving("b", 2)));
    String liar;
    try (FetchResponse response = mirrors.open(FILE)) {
      liar = response.origin().orElseThrow();
    }
    FetchRequest again = FILE.avoiding(liar);

    assertArrayEquals(new byte[] {2}, read(mirrors, again));
    assertArrayEquals(new byte[] {2}, read(mirrors, FILE));
    assertArrayEquals(new byte[] {1}, read(mirrors, FILE));
    FetchRequest none = again.avoiding("mirror 2");
    FetchFailedException e =
        assertThrows(FetchFailedException.class, () -> mirrors.open(none.from(0)));
    assertFalse(e.retryable());
  }

  @Test
  void aBodyThatBreaksGoesOnElsewhere() throws Exception {
    for (boolean resumes : new boolean[] {false, true}) {
      asked.clear();
      MirrorFetcher mirrors =
          MirrorFetcher.of(
              List.of(
                  breaking("a", 4, resumes),
                  breaking("b", 6, resumes),
                  breaking("c", 3, resumes),
                  breaking("d", 99, resumes)));

      byte[] content = read(mirrors, FILE.from(2));

      int start = resumes ? 2 : 0;
      byte[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
      assertArrayEquals(Arrays.copyOfRange(all, start, 10), content);
      assertEquals("a2", asked.get(0));
      assertEquals("b4", asked.get(1));
      // Who goes on at byte 6 does not break at byte 3.
      assertEquals(resumes ? "c6" : "d6", asked.get(asked.size() - 1));
    }
  }

  @Test
  void aBodyThatBreaksEverywhereEnds() throws Exception {
    MirrorFetcher mirrors =
        MirrorFetcher.of(List.of(breaking("a", 4, true), breaking("b", 4, true)));
    try (FetchResponse response = mirrors.open(FILE)) {
      IOException e = assertThrows(IOException.class, () -> response.body().readAllBytes());
      assertEquals("b", e.getMessage());
    }
    assertEquals(List.of("a0", "b4"), asked);
  }

  @Test
  void aClosedBodyAsksNoMirror() throws Exception {
    FetchResponse response = MirrorFetcher.of(List.of(serving("a", 1))).open(FILE);
    response.close();

    assertThrows(IOException.class, () -> response.body().read());
    assertEquals(List.of("a"), asked);
  }

  @Test
  void noMirrorsAreACallersMistake() {
    assertThrows(IllegalArgumentException.class, () -> MirrorFetcher.of(List.of()));
  }

  @Test
  void responsesKeepOriginAndOffset() throws Exception {
    InputStream body = new ByteArrayInputStream(new byte[] {1});
    try (FetchResponse response = FetchResponse.of(body, 5)) {
      assertEquals(Optional.empty(), response.origin());
      FetchResponse named = response.withOrigin("x").withBody(InputStream.nullInputStream());
      assertEquals(Optional.of("x"), named.origin());
      assertEquals(5, named.offsetBytes());
    }
  }
}
