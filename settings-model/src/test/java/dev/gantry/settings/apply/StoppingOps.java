// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.settings.apply.ConfigurationFile.Owner;
import java.io.IOException;
import java.nio.file.Path;

/** Stops once, before one of the steps of replacing files, or in the middle of writing one. */
final class StoppingOps extends FileOps {
  private final int stopAt;
  private final Stop stop;
  private int steps;

  /** Throws what ends the run. */
  @FunctionalInterface
  interface Stop {
    void now() throws IOException;
  }

  StoppingOps(int stopAt, Stop stop) {
    this.stopAt = stopAt;
    this.stop = stop;
  }

  boolean hasStopped() {
    return steps > stopAt;
  }

  private void step() throws IOException {
    if (steps++ == stopAt) {
      stop.now();
    }
  }

  @Override
  void createDirectories(Path directory) throws IOException {
    step();
    super.createDirectories(directory);
  }

  @Override
  void create(Path file) throws IOException {
    step();
    super.create(file);
  }

  @Override
  void setOwner(Path file, Owner owner) throws IOException {
    step();
    super.setOwner(file, owner);
  }

  @Override
  void write(Path file, String content) throws IOException {
    step();
    super.write(file, content.substring(0, content.length() / 2));
    step();
    super.write(file, content);
  }

  @Override
  void setMode(Path file, int mode) throws IOException {
    step();
    super.setMode(file, mode);
  }

  @Override
  void force(Path file) throws IOException {
    step();
    super.force(file);
  }

  @Override
  void replace(Path file, Path target) throws IOException {
    step();
    super.replace(file, target);
  }

  @Override
  void remove(Path file) throws IOException {
    step();
    super.remove(file);
  }

  @Override
  void forceDirectory(Path directory) throws IOException {
    step();
    super.forceDirectory(directory);
  }
}
