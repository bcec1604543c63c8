// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class FaultyDeviceTest {
  private final BlockDevice medium = BlockDevices.inMemory(512);

  private static String read(BlockSource source) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(4);
    source.readFully(0, content);
    return Bytes.copyOf(content.flip()).toHex();
  }

  private static void write(BlockDevice device, String hex) throws IOException {
    device.writeFully(0, Bytes.parseHex(hex).asByteBuffer());
  }

  @Test
  void failsTheOperationsNamedAndNoOthers() throws IOException {
    FaultyDevice device =
        FaultyDevice.builder(medium).failRead(2).failWrite(1).failWrite(3).failFlush(1).build();
    IOException thrown = assertThrows(IOException.class, () -> write(device, "01"));
    assertFalse(thrown instanceof PowerCutException);
    assertEquals("00000000", read(device));
    write(device, "02");
    assertThrows(IOException.class, () -> write(device, "03"));
    write(device, "0404");
    assertThrows(IOException.class, device::flush);
    device.flush();
    assertThrows(IOException.class, () -> read(device));
    assertEquals("04040000", read(device));
    assertEquals(3, device.reads());
    assertEquals(4, device.writes());
    assertEquals(2, device.flushes());
  }

  @Test
  void countsOnlyWhatIsWithinTheDevice() {
    FaultyDevice device = FaultyDevice.builder(medium).build();
    ByteBuffer two = ByteBuffer.allocate(2);
    assertThrows(IndexOutOfBoundsException.class, () -> device.writeFully(511, two));
    assertThrows(IndexOutOfBoundsException.class, () -> device.readFully(511, two));
    assertEquals(0, device.reads() + device.writes());
  }

  @Test
  void cutsThePowerInAWrite() throws IOException {
    FaultyDevice device = FaultyDevice.builder(medium).cutPowerInWrite(2, 3).build();
    write(device, "11111111");
    assertThrows(PowerCutException.class, () -> write(device, "22222222"));
    assertThrows(PowerCutException.class, () -> write(device, "33333333"));
    assertThrows(PowerCutException.class, () -> read(device));
    assertThrows(PowerCutException.class, device::flush);
    assertEquals("22222211", read(medium));
  }

  @Test
  void cutsThePowerInAFlush() throws IOException {
    FaultyDevice device = FaultyDevice.builder(medium).cutPowerInFlush(2).build();
    device.flush();
    write(device, "11");
    assertThrows(PowerCutException.class, device::flush);
    assertThrows(PowerCutException.class, () -> write(device, "22"));
    assertEquals("11000000", read(medium));
  }

  @Test
  void losesWritesUntilAFlushTells() throws IOException {
    FaultyDevice device = FaultyDevice.builder(medium).loseWritesFrom(2).build();
    write(device, "11");
    device.flush();
    ByteBuffer lost = ByteBuffer.allocate(4);
    device.writeFully(0, lost);
    assertEquals(0, lost.remaining());
    write(device, "33");
    assertEquals("11000000", read(device));
    assertThrows(PowerCutException.class, device::flush);
    assertThrows(PowerCutException.class, () -> read(device));
    assertEquals("11000000", read(medium));
  }

  @Test
  void refusesNumbersOutOfRange() {
    FaultyDevice.Builder builder = FaultyDevice.builder(medium);
    assertThrows(IllegalArgumentException.class, () -> builder.failRead(0));
    assertThrows(IllegalArgumentException.class, () -> builder.failWrite(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.failFlush(0));
    assertThrows(IllegalArgumentException.class, () -> builder.cutPowerInWrite(1, -1));
    assertThrows(IllegalArgumentException.class, () -> builder.cutPowerInWrite(0, 1));
    assertThrows(IllegalArgumentException.class, () -> builder.cutPowerInFlush(0));
    assertThrows(IllegalArgumentException.class, () -> builder.loseWritesFrom(0));
  }
}
