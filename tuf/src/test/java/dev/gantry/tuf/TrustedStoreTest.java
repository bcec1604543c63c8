// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.internal.client.RoleStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrustedStoreTest {
  @TempDir Path directory;

  @Test
  void makesItsDirectories() throws IOException {
    TrustedStore store = TrustedStore.open(directory.resolve("a/b"));
    assertTrue(Files.isDirectory(store.directory()));
    assertTrue(store.directory().isAbsolute());
  }

  @Test
  void keepsBytesReplacesAndForgetsThem() throws IOException {
    RoleStore store = TrustedStore.open(directory).roles();
    assertTrue(store.load("role", 10).isEmpty());
    store.save("role", Bytes.of((byte) 1, (byte) 2));
    store.save("role", Bytes.of((byte) 3));
    assertEquals(Bytes.of((byte) 3), store.load("role", 1).orElseThrow());
    assertTrue(TrustedStore.open(directory).roles().load("role", 1).isPresent());
    store.save("role", Bytes.of((byte) 3, (byte) 4));
    assertTrue(store.load("role", 1).isEmpty(), "more than the limit");
    store.delete("role");
    store.delete("role");
    assertTrue(store.load("role", 10).isEmpty());
  }

  @Test
  void keepsRootsApart() throws IOException {
    RoleStore store = TrustedStore.open(directory).roles();
    store.saveRoot(12, Bytes.of((byte) 1));
    assertTrue(store.load("root", 10).isEmpty());
    assertTrue(store.load("12.root", 10).isEmpty());
    assertEquals(Bytes.of((byte) 1), store.loadRoot(12, 10).orElseThrow());
    assertTrue(store.loadRoot(13, 10).isEmpty());
    store.deleteRoot(12);
    assertTrue(store.loadRoot(12, 10).isEmpty());
    try (Stream<Path> paths = Files.list(directory)) {
      assertTrue(paths.noneMatch(path -> path.toString().endsWith(".json")));
    }
  }

  @Test
  void aSecondClientOfThisProcessIsRefused() throws IOException {
    RepositorySimulator repository = new RepositorySimulator();
    TestHost host = new TestHost(repository, directory);
    Closeable lock = TrustedStore.open(directory).roles().lock(Duration.ZERO);
    StateConflictException e = host.refuses(StateConflictException.class);
    assertEquals("STORE_LOCKED", e.code());
    assertEquals(List.of(), repository.metadataRequests());
    lock.close();
    assertEquals(1, host.refresh().root().version());
    assertEquals(1, host.refresh().root().version(), "a refresh gives the lock back");
  }

  @Test
  void aRefusedRefreshGivesTheLockBack() throws IOException {
    RepositorySimulator repository = new RepositorySimulator();
    TestHost host = new TestHost(repository, directory);
    repository.put("timestamp.json", Bytes.empty());
    assertThrows(IOException.class, host::refresh);
    repository.serveTimestamp();
    assertEquals(1, host.refresh().timestamp().version());
  }

  @Test
  void aRefusalInThisProcessLeavesTheLockToItsHolder() throws Exception {
    RoleStore store = TrustedStore.open(directory).roles();
    try (Closeable lock = store.lock(Duration.ZERO)) {
      assertNotNull(lock);
      for (int i = 0; i < 2; i++) {
        assertEquals("refused", LockProbe.tryLock(directory.resolve("store.lock")));
        StateConflictException e =
            assertThrows(
                StateConflictException.class,
                () -> TrustedStore.open(directory).roles().lock(Duration.ZERO));
        assertEquals("STORE_LOCKED", e.code());
      }
    }
    assertEquals("locked", LockProbe.tryLock(directory.resolve("store.lock")));
  }

  @Test
  void aSecondProcessIsRefused() throws Exception {
    RepositorySimulator repository = new RepositorySimulator();
    TestHost host = new TestHost(repository, directory);
    host.refresh();
    Path source = directory.resolve("Holder.java");
    Files.writeString(
        source,
        """
        import java.nio.channels.FileChannel;
        import java.nio.file.Path;
        import java.nio.file.StandardOpenOption;

        class Holder {
          public static void main(String[] arguments) throws Exception {
            FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
            System.out.println(channel.lock().isValid());
            System.in.read();
          }
        }
        """);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                source.toString(),
                directory.resolve("store.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      InputStream out = holder.getInputStream();
      assertEquals("true", new String(out.readNBytes(4), StandardCharsets.US_ASCII));
      assertEquals("STORE_LOCKED", host.refuses(StateConflictException.class).code());
    } finally {
      holder.getOutputStream().close();
      assertTrue(holder.waitFor(30, TimeUnit.SECONDS));
    }
    assertEquals(1, host.refresh().root().version());
  }

  private enum Planted {
    PIPE,
    LINK,
    LOOP;

    void plant(Path path, Path outside) throws Exception {
      switch (this) {
        case PIPE ->
            assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        case LINK -> Files.createSymbolicLink(path, outside);
        case LOOP -> Files.createSymbolicLink(path, path);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatIsNoRegularFileCountsAsAbsentAndIsReplaced(Planted planted) throws Exception {
    Path outside = directory.resolve("outside");
    Path store = directory.resolve("store");
    RepositorySimulator repository = new RepositorySimulator();
    new TestHost(repository, store).refresh();
    Path timestamp = store.resolve("timestamp.json");
    Path nextRoot = store.resolve("root_history/2.root.json");
    Files.move(timestamp, outside);
    planted.plant(timestamp, outside);
    planted.plant(nextRoot, outside);
    RoleStore roles = TrustedStore.open(store).roles();
    assertTrue(roles.load("timestamp", 1 << 20).isEmpty());
    assertTrue(roles.loadRoot(2, 1 << 20).isEmpty());
    assertEquals(1, new TestHost(repository, store).refresh().timestamp().version());
    roles.saveRoot(2, Bytes.of((byte) 2));
    assertTrue(Files.isRegularFile(timestamp, LinkOption.NOFOLLOW_LINKS));
    assertEquals(Bytes.of((byte) 2), roles.loadRoot(2, 1).orElseThrow());
    assertTrue(Files.size(outside) > 1, "untouched");
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLockThatIsNoRegularFileIsRefusedAtOnce(Planted planted) throws Exception {
    Path outside = directory.resolve("outside");
    Path store = directory.resolve("store");
    TestHost host = new TestHost(new RepositorySimulator(), store);
    TrustedStore.open(store);
    planted.plant(store.resolve("store.lock"), outside);
    assertEquals("LOCK_FILE", host.refuses(StateConflictException.class).code());
    assertFalse(Files.exists(outside));
    Files.delete(store.resolve("store.lock"));
    assertEquals(1, host.refresh().root().version());
  }

  @Test
  void aDirectoryInTheWayIsAbsentAndRefusesTheSave() throws IOException {
    TestHost host = new TestHost(new RepositorySimulator(), directory);
    Path timestamp = Files.createDirectories(directory.resolve("timestamp.json"));
    assertTrue(TrustedStore.open(directory).roles().load("timestamp", 10).isEmpty());
    assertEquals("STORE_BLOCKED", host.refuses(StateConflictException.class).code());
    Files.delete(timestamp);
    assertEquals(1, host.refresh().timestamp().version());
  }

  @Test
  void rootsAreNotKeptBehindALink() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path store = Files.createDirectory(directory.resolve("store"));
    Files.createSymbolicLink(store.resolve("root_history"), outside);
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> TrustedStore.open(store));
    assertEquals("STORE_BLOCKED", e.code());
    Files.delete(store.resolve("root_history"));
    RoleStore roles = TrustedStore.open(store).roles();
    Files.delete(store.resolve("root_history"));
    Files.createSymbolicLink(store.resolve("root_history"), outside);
    assertEquals(
        "STORE_BLOCKED",
        assertThrows(StateConflictException.class, () -> roles.lock(Duration.ZERO)).code());
    assertEquals(0, Objects.requireNonNull(outside.toFile().list()).length);
  }

  @Test
  void aLinkInTheStoreIsReplacedNotWrittenThrough() throws IOException {
    Path victim = Objects.requireNonNull(directory.getParent()).resolve("victim");
    Files.writeString(victim, "precious");
    Files.createSymbolicLink(directory.resolve("timestamp.json"), victim);
    new TestHost(new RepositorySimulator(), directory).refresh();
    assertEquals("precious", Files.readString(victim));
    assertFalse(Files.isSymbolicLink(directory.resolve("timestamp.json")));
    Files.delete(victim);
  }
}
