// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.settings.datastore.DatastoreLayout.Place;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the directory of one version. Links in it are not followed. */
final class DatastoreReader {
  private static final int MAX_FILE_BYTES = 4 << 20;
  private static final int MAX_FILES = 100_000;
  private static final int MAX_DEPTH = 130;

  private final Path directory;
  private final DatastoreContents.Builder contents = DatastoreContents.builder();
  private int files;
  private long bytes;

  private DatastoreReader(Path directory) {
    this.directory = directory;
  }

  static DatastoreContents read(Path directory) throws IOException {
    DatastoreReader reader = new DatastoreReader(directory);
    Path live = directory.resolve(DatastoreLayout.LIVE);
    if (!Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)) {
      throw new MalformedDataException(
          "DATASTORE",
          directory.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          DatastoreLayout.LIVE,
          "absent",
          "a directory");
    }
    reader.readLive(live);
    Path pending = directory.resolve(DatastoreLayout.PENDING);
    if (Files.isDirectory(pending, LinkOption.NOFOLLOW_LINKS)) {
      reader.readPending(pending);
    }
    return reader.contents.build();
  }

  private void readLive(Path live) throws IOException {
    for (Path file : filesIn(live)) {
      Optional<Place> place = DatastoreLayout.place(slashes(live, file));
      if (place.isEmpty()) {
        contents.ignored(slashes(directory, file));
      } else if (place.get().metadata().isPresent()) {
        contents.metadata(place.get().key(), place.get().metadata().get(), text(file));
      } else {
        contents.live(place.get().key(), text(file));
      }
    }
  }

  private void readPending(Path pending) throws IOException {
    for (Path transaction : entries(pending)) {
      Path last = transaction.getFileName();
      String encoded = last == null ? "" : last.toString();
      Optional<String> name =
          PathName.decode(encoded).filter(each -> PathName.encode(each).equals(encoded));
      if (name.isEmpty() || !Files.isDirectory(transaction, LinkOption.NOFOLLOW_LINKS)) {
        contents.ignored(slashes(directory, transaction));
        continue;
      }
      contents.pending(name.get());
      for (Path file : filesIn(transaction)) {
        Optional<Place> place = DatastoreLayout.place(slashes(transaction, file));
        if (place.isEmpty() || place.get().metadata().isPresent()) {
          contents.ignored(slashes(directory, file));
        } else {
          contents.pending(name.get(), place.get().key(), text(file));
        }
      }
    }
  }

  private List<Path> filesIn(Path start) throws IOException {
    List<Path> found = new ArrayList<>();
    collect(start, found, 0);
    return found;
  }

  private void collect(Path at, List<Path> found, int depth) throws IOException {
    LimitExceededException.check("depth of the data store " + directory, MAX_DEPTH, depth);
    for (Path each : entries(at)) {
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        collect(each, found, depth + 1);
      } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        found.add(each);
      } else {
        contents.ignored(slashes(directory, each));
      }
    }
  }

  private List<Path> entries(Path at) throws IOException {
    try (Stream<Path> list = Files.list(at)) {
      List<Path> entries = list.limit(MAX_FILES + 1L).sorted().toList();
      files += entries.size();
      LimitExceededException.check("files of the data store " + directory, MAX_FILES, files);
      return entries;
    }
  }

  private static String slashes(Path start, Path file) {
    List<String> parts = new ArrayList<>();
    start.relativize(file).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private String text(Path file) throws IOException {
    Bytes content = SmallFiles.read(file, MAX_FILE_BYTES);
    bytes += content.size();
    LimitExceededException.check(
        "size of the data store " + directory + " in bytes", 16L * MAX_FILE_BYTES, bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(content.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedDataException(
          "DATASTORE",
          file.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "text",
          "other bytes",
          "UTF-8",
          e);
    }
  }
}
