// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One walk over a log: holds what is durable and what is not, and visits each disk once. */
final class CrashWalk {
  /** A disk, as the exclusive or of hashes of the sectors that differ from the initial ones. */
  private record Fingerprint(long high, long low) {
    Fingerprint with(Fingerprint other) {
      return new Fingerprint(high ^ other.high, low ^ other.low);
    }
  }

  private record Pending(DeviceEvent.Write write, TornForms torn) {}

  private final int sectorSizeBytes;
  private final CrashVisitor visitor;
  private final OverlayDevice durable;
  private final MessageDigest hash = DigestAlgorithm.SHA256.newMessageDigest();
  private final List<Pending> pending = new ArrayList<>();
  private final Set<Fingerprint> seen = new HashSet<>();
  private Fingerprint durablePrint = new Fingerprint(0, 0);
  private int eventsIssued;

  CrashWalk(BlockSource initial, int sectorSizeBytes, CrashVisitor visitor) {
    this.sectorSizeBytes = sectorSizeBytes;
    this.visitor = visitor;
    this.durable = new OverlayDevice(initial, sectorSizeBytes, "durable");
  }

  /** Visits the disks of every moment from the first event to the last. */
  long everyMoment(List<DeviceEvent> events) throws IOException {
    visit(0, -1, null);
    for (DeviceEvent event : events) {
      issue(event);
      if (event instanceof DeviceEvent.Write) {
        // Sets without the newest write were visited when it was not yet issued.
        visitSubsets(1 << (pending.size() - 1));
      }
    }
    return seen.size();
  }

  /** Visits the disks of the moment after the last event. */
  long lastMoment(List<DeviceEvent> events) throws IOException {
    for (DeviceEvent event : events) {
      issue(event);
    }
    visitSubsets(0);
    return seen.size();
  }

  private void issue(DeviceEvent event) throws IOException {
    eventsIssued++;
    if (event instanceof DeviceEvent.Write write) {
      pending.add(new Pending(write, new TornForms(write, sectorSizeBytes)));
    } else {
      OverlayDevice next = new OverlayDevice(durable, sectorSizeBytes, "next");
      for (Pending member : pending) {
        next.writeFully(member.write.offsetBytes(), member.write.content().asByteBuffer());
      }
      durablePrint = fingerprint(next);
      for (Pending member : pending) {
        durable.writeFully(member.write.offsetBytes(), member.write.content().asByteBuffer());
      }
      pending.clear();
    }
  }

  private void visitSubsets(int firstMask) throws IOException {
    for (int mask = firstMask; mask < 1 << pending.size(); mask++) {
      visit(mask, -1, null);
      for (int index = 0; index < pending.size(); index++) {
        if ((mask >>> index & 1) != 0) {
          for (TornForms.Form form : pending.get(index).torn.forms().keySet()) {
            visit(mask, index, form);
          }
        }
      }
    }
  }

  private void visit(int mask, int tornIndex, TornForms.@Nullable Form form) throws IOException {
    OverlayDevice disk =
        new OverlayDevice(durable, sectorSizeBytes, describe(mask, tornIndex, form));
    for (int index = 0; index < pending.size(); index++) {
      if ((mask >>> index & 1) != 0) {
        apply(pending.get(index), index == tornIndex ? form : null, disk);
      }
    }
    if (seen.add(fingerprint(disk))) {
      CrashState state = new CrashState(disk, eventsIssued);
      try {
        visitor.visit(state);
      } catch (IOException | RuntimeException | AssertionError e) {
        e.addSuppressed(new IllegalStateException("in crash state: " + state.description()));
        throw e;
      }
    }
  }

  private static void apply(Pending member, TornForms.@Nullable Form form, OverlayDevice disk)
      throws IOException {
    int size = member.write.content().size();
    if (form == null) {
      write(member, 0, size, disk);
      return;
    }
    int from = member.torn.startOf(form.from());
    int to = member.torn.startOf(form.to());
    if (form.inside()) {
      write(member, from, to, disk);
    } else {
      write(member, 0, from, disk);
      write(member, to, size, disk);
    }
  }

  private static void write(Pending member, int from, int to, OverlayDevice disk)
      throws IOException {
    Bytes content = member.write.content();
    disk.writeFully(
        member.write.offsetBytes() + from, content.asByteBuffer().slice(from, to - from));
  }

  private Fingerprint fingerprint(OverlayDevice disk) throws IOException {
    Fingerprint print = durablePrint;
    for (Map.Entry<Long, byte[]> sector : disk.changedSectors().entrySet()) {
      byte[] before = new byte[sector.getValue().length];
      durable.readFully(sector.getKey() * sectorSizeBytes, ByteBuffer.wrap(before));
      print =
          print
              .with(sectorPrint(sector.getKey(), before))
              .with(sectorPrint(sector.getKey(), sector.getValue()));
    }
    return print;
  }

  private Fingerprint sectorPrint(long sector, byte[] content) {
    hash.update(ByteBuffer.allocate(Long.BYTES).putLong(0, sector));
    ByteBuffer digest = ByteBuffer.wrap(hash.digest(content));
    return new Fingerprint(digest.getLong(), digest.getLong());
  }

  private String describe(int mask, int tornIndex, TornForms.@Nullable Form form) {
    StringBuilder text =
        new StringBuilder("after " + eventsIssued + " events, of " + pending.size());
    text.append(" unflushed writes ").append(Integer.bitCount(mask)).append(" on disk");
    for (int index = 0; index < pending.size(); index++) {
      if ((mask >>> index & 1) != 0) {
        Pending member = pending.get(index);
        text.append("; ").append(member.write);
        if (index == tornIndex) {
          text.append(" torn: ").append(member.torn.forms().get(form));
        }
      }
    }
    return text.toString();
  }
}
