// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens files for one command, each once by whatever names it is given, and closes them all: data,
 * tree and parity may be parts of one file.
 */
final class OpenOnce<T extends Closeable> implements Closeable {
  /** How a file is opened. */
  interface Opener<T> {
    T open(Path path) throws IOException;
  }

  private final Opener<T> opener;
  private final List<Path> paths = new ArrayList<>();
  private final List<T> opened = new ArrayList<>();

  OpenOnce(Opener<T> opener) {
    this.opener = opener;
  }

  T open(Path path) throws IOException {
    for (int i = 0; i < paths.size(); i++) {
      if (Files.isSameFile(paths.get(i), path)) {
        return opened.get(i);
      }
    }
    T file = opener.open(path);
    paths.add(path);
    opened.add(file);
    return file;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (T file : opened) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
