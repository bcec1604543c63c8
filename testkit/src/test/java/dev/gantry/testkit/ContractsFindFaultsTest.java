// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Shows that the contracts fail for devices that break them. */
final class ContractsFindFaultsTest {
  /** A correct device, of which each test spoils one thing. */
  private static class Spoilt implements BlockDevice {
    final BlockDevice good;

    Spoilt(Bytes content) {
      good = BlockDevices.inMemory(content.toByteArray(), 512);
    }

    @Override
    public long sizeBytes() {
      return good.sizeBytes();
    }

    @Override
    public int logicalBlockSizeBytes() {
      return good.logicalBlockSizeBytes();
    }

    @Override
    public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
      good.readFully(offsetBytes, target);
    }

    @Override
    public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
      good.writeFully(offsetBytes, source);
    }

    @Override
    public void flush() throws IOException {
      good.flush();
    }

    @Override
    public String description() {
      return good.description();
    }

    @Override
    public void close() {}
  }

  private static void assertCaught(Executable contract) {
    assertThrows(AssertionError.class, contract);
  }

  @Test
  void catchesAReadFromTheWrongPlace() {
    BlockDeviceContract contract =
        content ->
            new Spoilt(content) {
              @Override
              public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
                good.readFully(offsetBytes == 7 ? 8 : offsetBytes, target);
              }
            };
    assertCaught(contract::contract_readsAnyRange);
  }

  @Test
  void catchesAReadThatIgnoresPositionAndLimit() {
    BlockDeviceContract contract =
        content ->
            new Spoilt(content) {
              @Override
              public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
                good.readFully(offsetBytes, target.clear());
              }
            };
    assertCaught(contract::contract_fillsOnlyWhatRemains);
  }

  @Test
  void catchesOffsetsThatOverflow() {
    BlockDeviceContract contract =
        content ->
            new Spoilt(content) {
              @Override
              public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
                if (offsetBytes + target.remaining() > sizeBytes()) {
                  throw new IndexOutOfBoundsException();
                }
                good.readFully(offsetBytes & Integer.MAX_VALUE & ~1023, target);
              }

              @Override
              public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
                good.writeFully(offsetBytes & Integer.MAX_VALUE, source);
              }
            };
    assertCaught(contract::contract_refusesRangesOutside);
    assertCaught(contract::contract_refusesToWriteOutside);
  }

  @Test
  void catchesAWriteThatIsCutOrLost() {
    BlockDeviceContract contract =
        content ->
            new Spoilt(content) {
              @Override
              public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
                if (source.remaining() == 1) {
                  source.get();
                }
                good.writeFully(offsetBytes, source);
              }
            };
    assertCaught(contract::contract_writesAnyRange);
  }

  @Test
  void catchesASliceThatClosesTheWhole() {
    BlockSourceContract contract =
        content ->
            new Spoilt(content) {
              private boolean closed;

              @Override
              public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
                if (closed) {
                  throw new AssertionError("closed");
                }
                good.readFully(offsetBytes, target);
              }

              @Override
              public BlockDevice slice(long offsetBytes, long lengthBytes) {
                Spoilt whole = this;
                return new Spoilt(Bytes.empty()) {
                  @Override
                  public void close() {
                    whole.close();
                  }
                };
              }

              @Override
              public void close() {
                closed = true;
              }
            };
    assertCaught(contract::contract_closes);
    assertCaught(contract::contract_slices);
    assertCaught(contract::contract_refusesSlicesOutside);
  }

  @Test
  void catchesADeviceThatServesOneThreadOnly() {
    BlockDeviceContract contract =
        content ->
            new Spoilt(content) {
              private final Thread owner = Thread.currentThread();

              private void check() throws IOException {
                if (Thread.currentThread() != owner) {
                  throw new IOException("wrong thread");
                }
              }

              @Override
              public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
                check();
                good.readFully(offsetBytes, target);
              }

              @Override
              public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
                check();
                good.writeFully(offsetBytes, source);
              }
            };
    assertCaught(contract::contract_servesManyThreads);
    assertCaught(contract::contract_takesWritesOfManyThreads);
  }

  @Test
  void catchesABlankDescriptionAndAWrongSize() {
    BlockDeviceContract contract =
        content ->
            new Spoilt(content) {
              @Override
              public long sizeBytes() {
                return good.sizeBytes() - 1;
              }

              @Override
              public int logicalBlockSizeBytes() {
                return 500;
              }

              @Override
              public String description() {
                return " \n ";
              }
            };
    assertCaught(contract::contract_tellsItsSize);
    assertCaught(contract::contract_tellsItsBlockSize);
    assertCaught(contract::contract_describesItselfInOneLine);
  }
}
