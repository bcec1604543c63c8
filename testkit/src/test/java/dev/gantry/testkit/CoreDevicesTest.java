// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Holds the devices of the core and of this module to the contracts. */
final class CoreDevicesTest {
  private static Path file(Path directory, Bytes content) throws IOException {
    return Files.write(Files.createTempFile(directory, "device", ".img"), content.toByteArray());
  }

  private static BlockDevice memory(Bytes content) {
    return BlockDevices.inMemory(content.toByteArray(), 512);
  }

  /** Puts content behind a margin, so that wrong offsets show. */
  private static BlockDevice memoryWithMargins(Bytes content) throws IOException {
    BlockDevice whole = BlockDevices.inMemory(content.size() + 1000);
    whole.writeFully(333, content.asByteBuffer());
    return whole;
  }

  @Nested
  final class Memory implements BlockDeviceContract {
    @Override
    public BlockDevice createDevice(Bytes content) {
      return memory(content);
    }
  }

  @Nested
  final class PathDevice implements BlockDeviceContract {
    @TempDir Path directory;

    @Override
    public BlockDevice createDevice(Bytes content) throws IOException {
      return BlockDevices.open(file(directory, content), 4096);
    }
  }

  @Nested
  final class CreatedFile implements BlockDeviceContract {
    @TempDir Path directory;

    @Override
    public BlockDevice createDevice(Bytes content) throws IOException {
      BlockDevice device = BlockDevices.create(directory.resolve("new.img"), content.size(), 512);
      device.writeFully(0, content.asByteBuffer());
      return device;
    }
  }

  @Nested
  final class PathSource implements BlockSourceContract {
    @TempDir Path directory;

    @Override
    public BlockSource createSource(Bytes content) throws IOException {
      return BlockDevices.openSource(file(directory, content));
    }
  }

  @Nested
  final class Channel implements BlockDeviceContract {
    @TempDir Path directory;
    private @org.jspecify.annotations.Nullable FileChannel channel;

    @Override
    public BlockDevice createDevice(Bytes content) throws IOException {
      FileChannel opened =
          FileChannel.open(
              file(directory, content), StandardOpenOption.READ, StandardOpenOption.WRITE);
      opened.position(77);
      channel = opened;
      return BlockDevices.of(opened, "channel", 512);
    }

    @AfterEach
    void closeChannel() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }

  @Nested
  final class DeviceSlice implements BlockDeviceContract {
    @Override
    public BlockDevice createDevice(Bytes content) throws IOException {
      return memoryWithMargins(content).slice(333, content.size());
    }
  }

  @Nested
  final class SourceSlice implements BlockSourceContract {
    @Override
    public BlockSource createSource(Bytes content) throws IOException {
      return BlockDevices.readOnly(memoryWithMargins(content)).slice(333, content.size());
    }
  }

  @Nested
  final class ReadOnly implements BlockSourceContract {
    @Override
    public BlockSource createSource(Bytes content) {
      return BlockDevices.readOnly(memory(content));
    }
  }

  @Nested
  final class Recording implements BlockDeviceContract {
    @Override
    public BlockDevice createDevice(Bytes content) {
      return new RecordingDevice(memory(content));
    }
  }

  @Nested
  final class Faulty implements BlockDeviceContract {
    @Override
    public BlockDevice createDevice(Bytes content) {
      return FaultyDevice.builder(memory(content)).build();
    }
  }

  @Nested
  final class CrashStateDevice implements BlockDeviceContract {
    @Override
    public BlockDevice createDevice(Bytes content) throws IOException {
      BlockDevice[] device = new BlockDevice[1];
      CrashStates.forEachAtEnd(
          memory(content), java.util.List.of(), 512, state -> device[0] = state.device());
      return device[0];
    }
  }
}
