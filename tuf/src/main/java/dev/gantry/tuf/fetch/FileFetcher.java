// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Serves the files below a directory.
 *
 * <p>Path segments are percent-decoded. Symbolic links are followed as long as they end below the
 * directory; a link that leads outside is refused. A path that no file can have, such as a segment
 * with an encoded slash, is not found.
 *
 * <p>Immutable and thread-safe. An interrupt during a read closes that body.
 */
public final class FileFetcher implements Fetcher {
  private final Path base;

  private FileFetcher(Path base) {
    this.base = base;
  }

  /**
   * Serves a directory.
   *
   * @param base the directory; it may appear later
   * @return a fetcher
   */
  public static FileFetcher of(Path base) {
    return new FileFetcher(Objects.requireNonNull(base, "base").toAbsolutePath());
  }

  @Override
  public FetchResponse open(FetchRequest request) throws IOException {
    Path real = locate(request);
    FileChannel channel =
        FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      if (request.offsetBytes() > channel.size()) {
        throw OffsetCheck.beyondEnd(real.toString(), request.offsetBytes(), channel.size());
      }
      channel.position(request.offsetBytes());
      InputStream body = Channels.newInputStream(channel);
      return FetchResponse.of(body, request.offsetBytes());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Path locate(FetchRequest request) throws IOException {
    Path path = base;
    for (String segment : request.path().split("/", -1)) {
      path = path.resolve(fileName(request, FetchRequest.decodeSegment(segment)));
    }
    Path real;
    Path realBase;
    try {
      real = path.toRealPath();
      realBase = base.toRealPath();
    } catch (NoSuchFileException | NotDirectoryException missing) {
      throw notFound(request);
    } catch (IOException e) {
      // Below a plain file, or with a name too long, some platforms know no better reason.
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      throw notFound(request);
    }
    if (!real.startsWith(realBase)) {
      throw new FetchFailedException(
          request.path(),
          FetchFailedException.NO_STATUS,
          false,
          "a symbolic link leads outside the directory that is served",
          null);
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw notFound(request);
    }
    return real;
  }

  private Path fileName(FetchRequest request, String name) throws FetchNotFoundException {
    try {
      Path path = base.getFileSystem().getPath(name);
      boolean plain =
          !path.isAbsolute()
              && path.getNameCount() == 1
              && path.toString().equals(name)
              && name.indexOf('\\') < 0
              && name.indexOf('/') < 0
              && !name.equals(".")
              && !name.equals("..");
      if (plain) {
        return path;
      }
    } catch (InvalidPathException impossible) {
      // Falls through: a name that no file can have is not found.
    }
    throw notFound(request);
  }

  private FetchNotFoundException notFound(FetchRequest request) {
    return new FetchNotFoundException(
        base + "/" + request.path(), FetchNotFoundException.NO_STATUS);
  }
}
