// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The directory that a store lives in, one step at a time, so that tests can stop at each. Names
 * are those of files in it, without separators. Implementations are safe for use by many threads.
 */
public interface StoreFiles {
  /**
   * Says where the files are.
   *
   * @return a description for messages
   */
  String description();

  /**
   * Reads a file from its start.
   *
   * @param name the file
   * @param maxBytes how much to read
   * @return the first bytes, or all if there are not as many; empty if there is no such file
   * @throws IOException if the file cannot be read
   */
  Optional<Bytes> readStart(String name, int maxBytes) throws IOException;

  /**
   * Makes a file that only its owner may read and write, in the place of one that may be there. A
   * crash may leave it with a part of its content, or none.
   *
   * @param name the file
   * @param content what it shall hold
   * @throws IOException if it cannot be written
   */
  void write(String name, Bytes content) throws IOException;

  /**
   * Makes the content of a file durable.
   *
   * @param name the file
   * @throws IOException if that fails
   */
  void force(String name) throws IOException;

  /**
   * Gives a file another name, in one step and in the place of a file that may have it.
   *
   * @param from the file
   * @param to its new name
   * @throws IOException if that fails
   */
  void move(String from, String to) throws IOException;

  /**
   * Removes a file, if it is there.
   *
   * @param name the file
   * @throws IOException if that fails
   */
  void delete(String name) throws IOException;

  /**
   * Makes the names of the directory durable.
   *
   * @throws IOException if that fails
   */
  void forceDirectory() throws IOException;

  /**
   * Keeps out other writers, in this process and in others.
   *
   * @param timeout the longest wait
   * @return the lock, or empty if somebody had it all the time
   * @throws IOException if locking fails
   */
  Optional<Closeable> lock(Duration timeout) throws IOException;

  /**
   * Returns a directory of the default file system.
   *
   * @param directory the directory; it and those above it are made if they are not there, it with
   *     access for its owner only
   * @return its files
   * @throws IOException if it cannot be made
   */
  static StoreFiles directory(Path directory) throws IOException {
    return DirectoryFiles.open(directory);
  }

  /**
   * Returns a directory in memory, empty at first.
   *
   * @return its files
   */
  static StoreFiles memory() {
    return new MemoryFiles();
  }
}
