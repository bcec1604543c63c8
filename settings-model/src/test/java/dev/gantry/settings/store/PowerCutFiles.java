// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory that loses its power at a chosen step. What was forced is there afterwards; of what
 * was not, names come back up to any moment, and contents whole, in part or not at all.
 */
final class PowerCutFiles implements StoreFiles {
  /** The power is gone. */
  static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** A file, whatever its name is. */
  private static final class Node {
    private Bytes content = Bytes.empty();
    private Bytes durable = Bytes.empty();
  }

  private final Map<String, Node> names = new TreeMap<>();
  private final List<Map<String, Node>> namesSinceForce = new ArrayList<>();
  private final int stopAt;
  private final boolean isStepDone;
  private int steps;
  private String lastStep = "";

  /**
   * Creates an empty directory.
   *
   * @param stopAt number of the step at which to stop, from 1; 0 never
   * @param isStepDone whether that step is done, or half done if it writes, before the stop
   */
  PowerCutFiles(int stopAt, boolean isStepDone) {
    this.stopAt = stopAt;
    this.isStepDone = isStepDone;
    namesSinceForce.add(new HashMap<>());
  }

  int steps() {
    return steps;
  }

  /** The kind of the last step. */
  String lastStep() {
    return lastStep;
  }

  private void step(String kind, Runnable action) throws PowerCut {
    steps++;
    lastStep = kind;
    if (steps == stopAt && !isStepDone) {
      throw new PowerCut();
    }
    action.run();
    if (steps == stopAt) {
      throw new PowerCut();
    }
  }

  /** All directories that may be found when the power is back, and the one if only we stopped. */
  List<StoreFiles> afterwards() throws IOException {
    Set<Map<String, Bytes>> images = new LinkedHashSet<>();
    images.add(image(names, 4));
    for (Map<String, Node> then : namesSinceForce) {
      for (int contents = 0; contents < 4; contents++) {
        images.add(image(then, contents));
      }
    }
    List<StoreFiles> found = new ArrayList<>();
    for (Map<String, Bytes> image : images) {
      StoreFiles files = StoreFiles.memory();
      for (Map.Entry<String, Bytes> file : image.entrySet()) {
        files.write(file.getKey(), file.getValue());
      }
      found.add(files);
    }
    return found;
  }

  /** What was not forced: 0 lost, 1 cut in half, 2 zeros, 3 and 4 all there. */
  private static Map<String, Bytes> image(Map<String, Node> names, int contents) {
    Map<String, Bytes> image = new TreeMap<>();
    names.forEach(
        (name, node) -> {
          Bytes all = node.content;
          boolean isForced = all.equals(node.durable);
          if (isForced || contents >= 3) {
            image.put(name, all);
          } else if (contents == 0) {
            image.put(name, node.durable);
          } else if (contents == 1) {
            image.put(name, Bytes.copyOf(all.asByteBuffer().limit(all.size() / 2)));
          } else {
            image.put(name, Bytes.of(new byte[all.size()]));
          }
        });
    return image;
  }

  @Override
  public String description() {
    return "test";
  }

  @Override
  public Optional<Bytes> readStart(String name, int maxBytes) {
    return Optional.ofNullable(names.get(name))
        .map(node -> node.content.asByteBuffer())
        .map(all -> Bytes.copyOf(all.limit(Math.min(maxBytes, all.limit()))));
  }

  @Override
  public void write(String name, Bytes content) throws IOException {
    Node node = new Node();
    step(
        "make",
        () -> {
          names.put(name, node);
          named();
        });
    step(
        "write half",
        () -> node.content = Bytes.copyOf(content.asByteBuffer().limit(content.size() / 2)));
    step("write", () -> node.content = content);
  }

  private void named() {
    namesSinceForce.add(new HashMap<>(names));
  }

  @Override
  public void force(String name) throws IOException {
    Node node = find(name);
    step("force", () -> node.durable = node.content);
  }

  @Override
  public void move(String from, String to) throws IOException {
    Node node = find(from);
    step(
        "move",
        () -> {
          names.put(to, node);
          names.remove(from);
          named();
        });
  }

  private Node find(String name) throws NoSuchFileException {
    Node node = names.get(name);
    if (node == null) {
      throw new NoSuchFileException(name);
    }
    return node;
  }

  @Override
  public void delete(String name) throws IOException {
    step(
        "delete",
        () -> {
          names.remove(name);
          named();
        });
  }

  @Override
  public void forceDirectory() throws IOException {
    step(
        "force directory",
        () -> {
          namesSinceForce.clear();
          named();
        });
  }

  @Override
  public Optional<Closeable> lock(Duration timeout) {
    return Optional.of(() -> {});
  }
}
