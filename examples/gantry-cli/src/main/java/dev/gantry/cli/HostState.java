// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.BootedSystem;
import dev.gantry.update.RunningSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a simulated machine has besides its disk: a state directory with the trusted root metadata,
 * the engine's journal and trusted store, and a note of what runs.
 *
 * <p>On a real machine the note is the kernel's own: which partition the root file system was
 * mounted from.
 *
 * @param disk the disk
 * @param directory the state directory
 */
public record HostState(Path disk, Path directory) implements RunningSystem {
  private static final int MAX_NOTE_BYTES = 4096;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static HostState of(Path disk, Optional<Path> directory) {
    if (disk.getFileName() == null) {
      throw new IllegalArgumentException(disk + " is not a disk image");
    }
    return new HostState(
        disk, directory.orElseGet(() -> disk.resolveSibling(disk.getFileName() + ".state")));
  }

  /**
   * Returns where the root metadata is that this host trusts from the start.
   *
   * @return a file
   */
  public Path trustedRoot() {
    return directory.resolve("root.json");
  }

  /**
   * Returns where the engine keeps its journal.
   *
   * @return a directory
   */
  public Path engineDirectory() {
    return directory.resolve("engine");
  }

  /**
   * Returns where the client keeps its trusted metadata.
   *
   * @return a directory
   */
  public Path trustedStore() {
    return directory.resolve("tuf");
  }

  private Path note() {
    return directory.resolve("running.json");
  }

  /**
   * Makes the directories.
   *
   * @throws IOException if that fails
   */
  public void create() throws IOException {
    Files.createDirectories(engineDirectory());
    Files.createDirectories(trustedStore());
  }

  /** Says whether a machine has left its state here. */
  boolean exists() {
    return Files.exists(directory.resolve("host.json"));
  }

  /** Forgets all that a machine remembers, for a new machine in its place. */
  void forget() throws IOException {
    stopped();
    for (Path part : List.of(engineDirectory(), trustedStore())) {
      if (Files.exists(part)) {
        WorkDirectory.delete(part);
      }
    }
    Files.deleteIfExists(trustedRoot());
  }

  /**
   * Notes that a system runs.
   *
   * @param slot the slot it runs from
   * @param version what it says of itself
   * @throws IOException if the note cannot be written
   */
  public void running(SlotId slot, Version version) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("slot", slot.toString())
        .put("version", version.toString())
        .put("disk_guid", diskGuid());
    SmallFiles.writeAtomically(
        note(), Bytes.of((JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Notes that the machine is off, or restarting.
   *
   * @throws IOException if the note cannot be removed
   */
  public void stopped() throws IOException {
    Files.deleteIfExists(note());
  }

  @Override
  public BootedSystem current() throws IOException {
    Bytes content;
    try {
      content = SmallFiles.read(note(), MAX_NOTE_BYTES);
    } catch (NoSuchFileException e) {
      throw new StateConflictException(
          "NOT_RUNNING",
          "command",
          "the machine of this disk is not running (" + note() + " is absent)",
          "a machine that was started with 'gantry boot --disk DISK'");
    }
    String guid;
    BootedSystem booted;
    try {
      JsonNode node = JSON.readTree(content.toByteArray());
      guid = node.path("disk_guid").asString();
      booted =
          new BootedSystem(
              SlotId.parse(node.path("slot").asString()),
              Optional.of(Version.parse(node.path("version").asString())));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new MalformedDataException(
          "RUNNING_NOTE_MALFORMED",
          note().toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "content",
          "something else",
          "slot, version and disk_guid; start the machine again with 'gantry boot'",
          e);
    }
    if (!guid.equals(diskGuid())) {
      throw new StateConflictException(
          "STATE_OF_OTHER_DISK",
          "command",
          note() + " is about the machine of disk " + guid + ", and " + disk + " is " + diskGuid(),
          "a machine that was started from this disk with 'gantry boot'");
    }
    return booted;
  }

  private String diskGuid() throws IOException {
    try (BlockSource source = BlockDevices.openSource(disk)) {
      return GptReader.read(source).table().diskGuid().toString();
    }
  }
}
