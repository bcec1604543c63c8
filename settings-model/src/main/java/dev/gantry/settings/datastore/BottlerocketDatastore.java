// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Bottlerocket's data store: a directory with one directory for each version, and links to the
 * current one, {@code current -> v1 -> v1.5 -> v1.5.2 -> v1.5.2_0123456789abcdef}.
 *
 * <p>Bottlerocket itself knows no lock on it; whoever changes it must see to it that nobody else
 * does.
 *
 * @see <a
 *     href="https://github.com/bottlerocket-os/bottlerocket-core-kit">bottlerocket-core-kit</a>,
 *     sources/api/datastore, storewolf and migration/migrator
 */
public final class BottlerocketDatastore {
  private static final String CURRENT = "current";
  private static final int ID_LENGTH = 16;
  private static final String ID_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Path base;

  private BottlerocketDatastore(Path base) {
    this.base = base;
  }

  /**
   * Returns the data store in a directory, which need not be there.
   *
   * @param base the directory with the links, on a host {@code /var/lib/bottlerocket/datastore}
   * @return the data store
   */
  public static BottlerocketDatastore at(Path base) {
    return new BottlerocketDatastore(Objects.requireNonNull(base, "base"));
  }

  /**
   * Tells whether there is a current version.
   *
   * @return whether the link is there
   */
  public boolean exists() {
    return Files.exists(base.resolve(CURRENT), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Follows the links to the current version.
   *
   * @return what the link of the minor version points to
   * @throws MalformedDataException {@code DATASTORE} if the links are not a chain of four
   * @throws IOException if the links cannot be read
   */
  public Version version() throws IOException {
    return chain().version();
  }

  /**
   * Reads the current version.
   *
   * @return its contents
   * @throws MalformedDataException {@code DATASTORE} if the links are not a chain of four, there is
   *     no {@code live} directory, or a file is not UTF-8
   * @throws dev.gantry.core.LimitExceededException if it has more than 100,000 files, a file of
   *     more than 4 MiB, or 64 MiB in all
   * @throws IOException if it cannot be read
   */
  public DatastoreContents read() throws IOException {
    return DatastoreReader.read(chain().directory());
  }

  /**
   * Reads the directory of one version, as it is without links.
   *
   * @param directory the directory with {@code live} in it
   * @return its contents
   * @throws MalformedDataException {@code DATASTORE} if there is no {@code live} directory, or a
   *     file is not UTF-8
   * @throws dev.gantry.core.LimitExceededException as for {@link #read()}
   * @throws IOException if it cannot be read
   */
  public static DatastoreContents readDirectory(Path directory) throws IOException {
    return DatastoreReader.read(directory);
  }

  /** The current version and its directory. */
  private record Chain(Version version, Path directory) {}

  private Chain chain() throws IOException {
    String major = target(CURRENT);
    String minor = target(major);
    String patch = target(minor);
    String directory = target(patch);
    try {
      return new Chain(
          Version.parse(patch.startsWith("v") ? patch.substring(1) : patch),
          base.resolve(directory));
    } catch (IllegalArgumentException e) {
      throw malformed(minor, patch, "a link to v and a version");
    }
  }

  private String target(String link) throws IOException {
    Path file = base.resolve(link);
    if (!Files.isSymbolicLink(file)) {
      throw malformed(link, "something else", "a link");
    }
    Path target = Files.readSymbolicLink(file);
    // Bottlerocket writes names only; older ones may have the whole path.
    Path name = target.getFileName();
    if (name == null
        || name.toString().equals("..")
        || name.toString().equals(".")
        || !base.resolve(target).normalize().equals(base.resolve(name).normalize())) {
      throw malformed(link, "a link to " + target, "a link within the directory");
    }
    return name.toString();
  }

  private MalformedDataException malformed(String field, String found, String expected) {
    return new MalformedDataException(
        "DATASTORE",
        base.toString(),
        MalformedDataException.UNKNOWN_OFFSET,
        field,
        found,
        expected);
  }

  /**
   * Writes contents as a new version and makes it the current one. The directory is durable before
   * the links change, one after the other, as Bottlerocket changes them; until the last one has,
   * the version before is the current one, unless both are of one major version. Directories of
   * other versions stay.
   *
   * @param version the version
   * @param contents what it shall hold
   * @param random gives the end of the directory's name
   * @return the new directory
   * @throws StateConflictException {@code DATASTORE_KEYS} if a key is also the start of another,
   *     which a directory cannot hold
   * @throws IOException if it cannot be written
   */
  public Path install(Version version, DatastoreContents contents, RandomGenerator random)
      throws IOException {
    requireTree(contents.live().keySet());
    for (Map<SettingKey, String> pending : contents.pending().values()) {
      requireTree(pending.keySet());
    }
    SmallFiles.createDirectories(base);
    String major = "v" + version.major();
    String minor = major + "." + version.minor();
    String patch = minor + "." + version.patch();
    String name = patch + "_" + id(random);
    writeDirectory(base.resolve(name), contents);
    SmallFiles.forceDirectory(base);
    flip(patch, name, random);
    flip(minor, patch, random);
    flip(major, minor, random);
    flip(CURRENT, major, random);
    SmallFiles.forceDirectory(base);
    return base.resolve(name);
  }

  private static void requireTree(Iterable<SettingKey> sorted) throws StateConflictException {
    SettingKey last = SettingKey.root();
    for (SettingKey key : sorted) {
      if (!last.isRoot() && key.startsWith(last)) {
        throw new StateConflictException(
            "DATASTORE_KEYS",
            "writing a data store",
            last + " and " + key,
            "no key that starts another, since one would be a file and a directory");
      }
      last = key;
    }
  }

  private static String id(RandomGenerator random) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }

  private void flip(String link, String target, RandomGenerator random) throws IOException {
    Path temporary = base.resolve(id(random));
    Files.createSymbolicLink(temporary, Path.of(target));
    Files.move(
        temporary,
        base.resolve(link),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Writes contents into a directory, without links around it; all is durable afterwards.
   *
   * @param directory the directory, which must not be there; it will be for its owner only
   * @param contents what it shall hold
   * @throws java.nio.file.FileAlreadyExistsException if the directory is there
   * @throws IOException if it cannot be written
   */
  public static void writeDirectory(Path directory, DatastoreContents contents) throws IOException {
    createForOwner(directory);
    Path live = directory.resolve(DatastoreLayout.LIVE);
    SmallFiles.createDirectories(live);
    List<Path> written = new ArrayList<>();
    for (Map.Entry<SettingKey, String> entry : contents.live().entrySet()) {
      written.add(write(live, DatastoreLayout.path(entry.getKey()), entry.getValue()));
    }
    for (var entry : contents.metadata().entrySet()) {
      String path = DatastoreLayout.path(entry.getKey());
      for (Map.Entry<String, String> text : entry.getValue().entrySet()) {
        written.add(write(live, path + "." + text.getKey(), text.getValue()));
      }
    }
    for (var entry : contents.pending().entrySet()) {
      Path pending =
          directory.resolve(DatastoreLayout.PENDING).resolve(PathName.encode(entry.getKey()));
      SmallFiles.createDirectories(pending);
      for (Map.Entry<SettingKey, String> text : entry.getValue().entrySet()) {
        written.add(write(pending, DatastoreLayout.path(text.getKey()), text.getValue()));
      }
    }
    for (Path parent : new TreeSet<>(written.stream().map(Path::getParent).toList())) {
      SmallFiles.forceDirectory(parent);
    }
  }

  /** There are secrets inside. */
  private static void createForOwner(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(directory);
    }
  }

  private static Path write(Path start, String path, String text) throws IOException {
    Path file = start.resolve(path);
    SmallFiles.createDirectories(Objects.requireNonNull(file.getParent()));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return file;
  }
}
