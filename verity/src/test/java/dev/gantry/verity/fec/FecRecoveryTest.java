// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.testkit.FaultyDevice;
import dev.gantry.testkit.PowerCutException;
import dev.gantry.verity.CorruptBlockException;
import dev.gantry.verity.VerifiedBlockSource;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Repair while reading, interrupted repair, and what is refused. */
final class FecRecoveryTest {
  private static final int ROOTS = 4;

  private final FecSample sample = FecSample.of(900, 512);
  private final FecLayout layout =
      FecLayout.onOwnDevice(sample.layout, ROOTS, sample.hash.sizeBytes(), 512);
  private final byte[] parityBytes = new byte[(int) layout.endBytes()];
  private final BlockDevice parity = BlockDevices.inMemory(parityBytes, 512);
  private final byte[] good = sample.dataBytes.clone();
  private final byte[] goodHash = sample.hashBytes.clone();

  FecRecoveryTest() throws IOException {
    FecFormatter.format(sample.data, sample.hash, parity, layout, VerityOptions.defaults());
  }

  private void loseData(int first, int blocks) {
    for (int i = first * 512; i < (first + blocks) * 512; i++) {
      sample.dataBytes[i] ^= 0x55;
    }
  }

  private void loseTree(int first, int blocks) {
    int start = (int) sample.layout.treeOffsetBytes() + first * 512;
    Arrays.fill(sample.hashBytes, start, start + blocks * 512, (byte) 7);
  }

  private BlockSource open(int cacheBytes) throws IOException {
    return VerifiedBlockSource.builder(sample.data, sample.hash, sample.layout, sample.rootHash)
        .hashCacheBytes(cacheBytes)
        .recovery(new FecRecovery(sample.data, sample.hash, parity, sample.layout, layout))
        .open();
  }

  private FecReport repair(BlockDevice data, BlockDevice hash, BlockDevice fec) throws IOException {
    VerityOptions options = VerityOptions.builder().parallelism(1).build();
    return FecRepairer.repair(data, hash, fec, sample.layout, layout, sample.rootHash, 5, options);
  }

  @Test
  void readsThroughDamageOfDataAndTree() throws IOException {
    loseData(100, 4);
    loseTree(0, 3);
    loseTree(23, 1);
    byte[] damaged = sample.dataBytes.clone();
    for (int cacheBytes : new int[] {0, 1024, 1 << 20}) {
      assertArrayEquals(good, FecSample.read(open(cacheBytes), 0, good.length));
    }
    assertArrayEquals(damaged, sample.dataBytes, "nothing is written");
    assertFalse(Arrays.equals(goodHash, sample.hashBytes), "nor to the tree");
  }

  @Test
  void deliversNothingBeyondItsPower() throws IOException {
    for (int row = 0; row <= ROOTS; row++) {
      loseData((int) (2 + row * layout.rounds()), 1);
    }
    BlockSource source = open(1 << 20);
    CorruptBlockException failure =
        assertThrows(CorruptBlockException.class, () -> FecSample.read(source, 0, 2000));
    assertEquals(2, failure.blockIndex());
    byte[] rest = FecSample.read(source, 3 * 512, 512);
    assertArrayEquals(Arrays.copyOfRange(good, 3 * 512, 4 * 512), rest);
  }

  @Test
  void servesManyThreads() throws Exception {
    loseData(60, 12);
    BlockSource source = open(2048);
    Thread[] threads = new Thread[4];
    byte[][] read = new byte[threads.length][];
    for (int t = 0; t < threads.length; t++) {
      int number = t;
      threads[t] =
          new Thread(
              () -> {
                try {
                  read[number] = FecSample.read(source, 0, 150 * 512);
                } catch (IOException e) {
                  read[number] = new byte[0];
                }
              });
      threads[t].start();
    }
    for (int t = 0; t < threads.length; t++) {
      threads[t].join();
      assertArrayEquals(Arrays.copyOf(good, 150 * 512), read[t]);
    }
  }

  /** Power is cut within each write of a repair: what is left is repaired by the next. */
  @Test
  void crashesLeaveNothingWorse() throws IOException {
    byte[] goodParity = parityBytes.clone();
    loseData(10, 6);
    loseData(20, 3);
    loseTree(2, 2);
    parityBytes[700] ^= 1;
    parityBytes[512 + 512 * ROOTS + 5] ^= 1;
    byte[] damagedData = sample.dataBytes.clone();
    byte[] damagedHash = sample.hashBytes.clone();
    byte[] damagedParity = parityBytes.clone();
    int crashes = 0;
    for (int device = 0; device < 3; device++) {
      for (int write = 1; ; write++) {
        System.arraycopy(damagedData, 0, sample.dataBytes, 0, damagedData.length);
        System.arraycopy(damagedHash, 0, sample.hashBytes, 0, damagedHash.length);
        System.arraycopy(damagedParity, 0, parityBytes, 0, damagedParity.length);
        BlockDevice[] devices = {sample.data, sample.hash, parity};
        devices[device] =
            FaultyDevice.builder(devices[device]).cutPowerInWrite(write, 100 * write % 512).build();
        try {
          repair(devices[0], devices[1], devices[2]);
          break;
        } catch (PowerCutException e) {
          crashes++;
        }
        FecReport again = repair(sample.data, sample.hash, parity);
        assertTrue(again.isRepairable(), again.toString());
        assertArrayEquals(good, sample.dataBytes);
        assertArrayEquals(goodHash, sample.hashBytes);
        assertArrayEquals(goodParity, parityBytes);
      }
    }
    assertEquals(9 + 2 + 2, crashes, "one for each write");
  }

  @Test
  void verifiesParity() throws IOException {
    assertNotNull(verify());
    parityBytes[512 + 512 * ROOTS + 3] ^= 1;
    CorruptParityException failure = assertThrows(CorruptParityException.class, this::verify);
    assertEquals(1, failure.round());
    assertEquals(512 + 512 * ROOTS, failure.offsetBytes());
    loseData(5, 1);
    assertThrows(CorruptBlockException.class, this::verify);
  }

  private Object verify() throws IOException {
    return FecVerifier.verify(
        sample.data,
        sample.hash,
        parity,
        sample.layout,
        layout,
        sample.rootHash,
        VerityOptions.defaults());
  }

  @Test
  void refusesSmallDevicesBeforeAnythingIsWritten() throws IOException {
    loseData(10, 6);
    byte[] damaged = sample.dataBytes.clone();
    BlockDevice cut = parity.slice(0, parity.sizeBytes() - 1);
    assertThrows(LengthMismatchException.class, () -> repair(sample.data, sample.hash, cut));
    assertThrows(
        LengthMismatchException.class,
        () -> repair(sample.data.slice(0, 899 * 512), sample.hash, parity));
    assertThrows(
        LimitExceededException.class,
        () -> FecFormatter.format(sample.data, sample.hash, cut, layout, VerityOptions.defaults()));
    assertArrayEquals(damaged, sample.dataBytes);
  }

  @Test
  void refusesLayoutsOfOtherDevices() throws IOException {
    FecSample other = FecSample.of(899, 512);
    assertThrows(
        IllegalArgumentException.class,
        () -> new FecRecovery(sample.data, sample.hash, parity, other.layout, layout));
    assertThrows(IllegalArgumentException.class, () -> repairWithIssues(-1));
    assertThrows(
        IllegalArgumentException.class, () -> FecLayout.onHashDevice(sample.layout, 2, 512));
    assertThrows(
        IllegalArgumentException.class,
        () -> FecLayout.onOwnDevice(sample.layout, 2, sample.hash.sizeBytes(), 100));
    assertThrows(
        IllegalArgumentException.class,
        () -> FecLayout.ofTable(sample.layout, 2, Long.MAX_VALUE, 0));
    assertThrows(IllegalArgumentException.class, () -> FecLayout.ofTable(sample.layout, 2, 900, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> FecLayout.ofTable(sample.layout, 2, 1000, Long.MAX_VALUE / 512));
  }

  private void repairWithIssues(int maxIssues) throws IOException {
    FecRepairer.repair(
        sample.data,
        sample.hash,
        parity,
        sample.layout,
        layout,
        sample.rootHash,
        maxIssues,
        VerityOptions.defaults());
  }

  @Test
  void stopsWhenAsked() {
    CancellationToken token = () -> true;
    VerityOptions options = VerityOptions.builder().cancellation(token).build();
    assertThrows(
        CancellationException.class,
        () -> FecFormatter.format(sample.data, sample.hash, parity, layout, options));
    assertThrows(
        CancellationException.class,
        () ->
            FecVerifier.inspect(
                sample.data,
                sample.hash,
                parity,
                sample.layout,
                layout,
                sample.rootHash,
                1,
                options));
  }

  @Test
  void listsAsManyIssuesAsAskedFor() throws IOException {
    loseData(10, 16);
    FecReport report = repair(sample.data, sample.hash, parity);
    assertEquals(16, report.repairableBlocks());
    assertEquals(5, report.repairable().size());
    assertEquals(10, report.repairable().get(0).blockIndex());
    assertEquals(0, ByteBuffer.wrap(good).compareTo(ByteBuffer.wrap(sample.dataBytes)));
  }
}
